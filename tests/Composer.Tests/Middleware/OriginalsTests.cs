// SPDX-License-Identifier: MIT
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>The same requests to components and to what they stand in for: every difference is one that is listed here, with its reason.</summary>
public sealed partial class OriginalsTests
{
    private static readonly string[] Keys = ["REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"];

    private static readonly string[] Pieces =
    [
        "192.0.2.1", "198.51.100.7:8080", "2001:db8::1", "[2001:db8::2]", "[2001:db8::3]:443", "::ffff:192.0.2.9", "unknown", "_hidden", "example.org", "www.example.com:8443", "[::1]:81", "evil.com/x", "a b",
        "http", "https", "ws", "HTTPS", "javascript", "80", "443", "8080", "0", "99999", "x", "", "\"192.0.2.5\"", "\"[2001:db8::4]:80\"", "\"foo", "a\"b", "\"a\\\"b\"", "for=192.0.2.3", "For=\"[2001:db8::5]\"", "host=example.net",
        "proto=https", "proto=gopher", "by=_me", "for = x", "for", "host=\"q.example:81\"", "ext=1",
    ];

    [SkippableFact]
    public void Forwarded_reads_what_waitress_reads()
    {
        Skip.IfNot(Originals.Has("waitress"), "Debian's python3-waitress is not installed");
        var random = new Random(7);
        var questions = Enumerable.Range(0, 10_000).Select(_ => Question(random)).ToList();

        var answers = Originals.Ask("waitress", questions.Select(question => (object)new object[] { question.Count, question.Headers, question.Environ }));

        var unexplained = questions.Zip(answers)
            .Select(pair => (Question: pair.First, Theirs: pair.Second, Ours: Ours(pair.First)))
            .Where(row => !Same(row.Theirs, row.Ours) && !IsListed(row.Question, row.Theirs, row.Ours))
            .Select(row => $"{string.Join("; ", row.Question.Environ)}, trusted {string.Join(' ', row.Question.Headers)}, count {row.Question.Count}\n  waitress: {row.Theirs.ToJsonString()}\n  composer: {row.Ours.ToJsonString()}")
            .ToList();
        Assert.True(unexplained.Count == 0, $"{unexplained.Count} differences\n{string.Join('\n', unexplained.Take(12))}");
    }

    [SkippableFact]
    public void Urlmap_sends_requests_where_Pastes_does()
    {
        Skip.IfNot(Originals.Has("paste.urlmap"), "Debian's python3-paste is not installed");
        string[] mounts = ["/", "/a", "/a/b", "/ab", "/long/er/path", "http://example.org/", "http://example.org/a", "http://other.org/x"];
        string[] names = ["a", "b", "ab", "abc", "long", "er", "path", "x", "A", "caf\u00c3\u00a9", ""];
        string[] hosts = ["example.org", "EXAMPLE.org", "other.org", "unknown", "example.org:80"];
        var random = new Random(8);
        var questions = Enumerable.Range(0, 2_000).Select(_ => (
            Path: string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => "/" + names[random.Next(names.Length)])),
            Host: hosts[random.Next(hosts.Length)])).ToList();
        var map = new UrlMap(new UrlMapOptions { Mounts = [.. mounts.Select(mount => KeyValuePair.Create(mount, Mounted(mount)))] });

        var answers = Originals.Ask("urlmap", questions.Select(question => (object)new object[] { mounts, new Dictionary<string, string> { ["PATH_INFO"] = question.Path, ["HTTP_HOST"] = question.Host } }));

        var different = questions.Zip(answers).Where(pair => !pair.First.Path.Contains("//", StringComparison.Ordinal)) // Paste folds slashes behind the mount point too
            .Select(pair => (pair.First, Theirs: (string?)pair.Second["body"], Ours: Mapped(map, pair.First)))
            .Where(row => row.Theirs != row.Ours);
        Assert.Empty(different.Take(5));
    }

    [SkippableFact]
    public void Cascade_answers_what_Pastes_does()
    {
        Skip.IfNot(Originals.Has("paste.cascade"), "Debian's python3-paste is not installed");
        int[] statuses = [200, 301, 403, 404, 405, 500];
        var random = new Random(9);
        var questions = Enumerable.Range(0, 500).Select(_ => (
            Catch: random.Next(2) == 0 ? new[] { 404 } : [404, 405],
            Statuses: Enumerable.Range(0, random.Next(1, 5)).Select(_ => statuses[random.Next(statuses.Length)]).ToArray(),
            Text: new string('x', random.Next(3) * 700))).ToList();

        var answers = Originals.Ask("cascade", questions.Select(question => (object)new object[] { question.Catch, question.Statuses, question.Text }));

        var different = questions.Zip(answers)
            .Select(pair => (Theirs: $"{pair.Second["status"]} {pair.Second["body"]}", Ours: Cascaded(pair.First.Catch, pair.First.Statuses, pair.First.Text)))
            .Where(row => row.Theirs != row.Ours);
        Assert.Empty(different.Take(5));
    }

    private static (int Count, string[] Headers, Dictionary<string, string> Environ) Question(Random random)
    {
        string[] names = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"];
        var trusted = random.Next(3) == 0 ? ["forwarded"] : names.Where(_ => random.Next(4) > 0).ToArray();
        var environ = names.Append("forwarded").Where(_ => random.Next(2) == 0).ToDictionary(
            name => "HTTP_" + name.ToUpperInvariant().Replace('-', '_'),
            _ => string.Join(random.Next(3) == 0 ? ";" : ", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        return (random.Next(1, 4), trusted, environ);
    }

    private static JsonObject Ours((int Count, string[] Headers, Dictionary<string, string> Environ) question)
    {
        var seen = new JsonObject { ["status"] = "400" };
        var app = Wsgi.App(environ =>
        {
            foreach (var key in Keys)
            {
                seen[key] = environ[key] as string;
            }
            return Wsgi.Answer("200 OK", Body.Empty);
        });
        var options = new ForwardedOptions
        {
            TrustedProxy = ["*"],
            TrustedProxyCount = question.Count,
            TrustedProxyHeaders = [.. question.Headers.Select(name => Enum.Parse<ProxyHeader>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true))],
        };
        var result = Wsgi.Request("GET", "/", new Forwarded(options, app, new RecordingLogger<Forwarded>()), prepare: environ =>
        {
            foreach (var (key, value) in question.Environ)
            {
                environ[key] = value;
            }
        });
        seen["status"] = result.Status[..3];
        return seen;
    }

    private static bool Same(JsonObject theirs, JsonObject ours) =>
        (string?)theirs["status"] == (string?)ours["status"] && ((string?)ours["status"] == "400" || Keys.All(key => (string?)theirs[key] == (string?)ours[key]));

    private static bool IsListed((int Count, string[] Headers, Dictionary<string, string> Environ) question, JsonObject theirs, JsonObject ours)
    {
        var (their, our) = ((string?)theirs["status"], (string?)ours["status"]);
        if (their == "400")
        {
            // A websocket begins as an HTTP request: ws is http, wss is https.
            return question.Environ.Values.Any(value => value.Contains("ws", StringComparison.OrdinalIgnoreCase));
        }
        if (our == "400")
        {
            // REMOTE_ADDR, HTTP_HOST and SERVER_PORT are addresses, hosts and numbers (RFC 3875 §4.1); waitress takes any text.
            return !IsNode((string?)theirs["REMOTE_ADDR"]) || !Host().IsMatch((string?)theirs["HTTP_HOST"] ?? "") || !IsPort((string?)theirs["SERVER_PORT"]) || !IsPort((string?)theirs["REMOTE_PORT"])
                || (question.Headers.Contains("x-forwarded-port") && !IsPort(question.Environ.GetValueOrDefault("HTTP_X_FORWARDED_PORT", "80")));
        }
        // waitress takes the last group of an IPv6 address without brackets for a port.
        return Keys.Where(key => key != "REMOTE_ADDR").All(key => (string?)theirs[key] == (string?)ours[key]) && IPAddress.TryParse((string?)ours["REMOTE_ADDR"], out var address) && address.GetAddressBytes().Length == 16;
    }

    private static bool IsPort(string? text) => ushort.TryParse(text, out var port) && port > 0;

    private static bool IsNode(string? text) => text is not null && (IPAddress.TryParse(text, out _) ? text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3 : Hidden().IsMatch(text));

    private static IWsgiApp Mounted(string name) =>
        Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(System.Text.Encoding.Latin1.GetBytes($"{name}|{environ.ScriptName}|{environ.PathInfo}"))));

    private static string Mapped(UrlMap map, (string Path, string Host) question)
    {
        var result = Wsgi.Request("GET", "/", map, prepare: environ => (environ.PathInfo, environ[EnvironKey.HttpHost]) = (question.Path, question.Host));
        return result.StatusCode == 200 ? System.Text.Encoding.Latin1.GetString(result.Body) : "";
    }

    private static string Cascaded(int[] caught, int[] statuses, string text)
    {
        var apps = statuses.Select((status, number) => KeyValuePair.Create($"app{number + 1}", Wsgi.App(async environ =>
        {
            var text = await new StreamReader(environ.Input).ReadToEndAsync();
            return Wsgi.Answer($"{status} X", Body.From($"{number}:{text}"));
        })));
        var result = Wsgi.Post("/", new Cascade(new CascadeOptions { Catch = caught, Apps = [.. apps] }, new RecordingLogger<Cascade>()), text);
        return $"{result.Status[..3]} {result.Text}";
    }

    [GeneratedRegex(@"^(\[[0-9a-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]+)?$")]
    private static partial Regex Host();

    [GeneratedRegex("^(unknown|_[a-z]+)$")]
    private static partial Regex Hidden();
}
