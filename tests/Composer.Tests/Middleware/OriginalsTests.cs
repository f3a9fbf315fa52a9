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
    private static readonly string[] Names = ["a", "b", "ab", "a.b", "A", "caf\u00e9", "long", "x-y"];
    private static readonly string[] Pieced = ["a", "b", "ab", "a.b", "A", "caf%C3%A9", "caf%E9", "long", "x-y", "%61", "a%20b", "a;b", "..", ""];
    private static readonly string?[] Hosts = ["example.org", "EXAMPLE.org", "example.org:8080", "example.org:443", "example.org:80", "example.org:", "example.org.", "www.example.org:1", "other.org", "other.org:81", "unknown", "[::1]:8080", "", null];

    private static readonly string[] Keys = ["REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"];

    private static readonly string[] Pieces =
    [
        "192.0.2.1", "198.51.100.7:8080", "2001:db8::1", "[2001:db8::2]", "[2001:db8::3]:443", "::ffff:192.0.2.9", "unknown", "_hidden", "example.org", "www.example.com:8443", "[::1]:81", "evil.com/x", "a b",
        "http", "https", "ws", "HTTPS", "javascript", "80", "443", "8080", "0", "99999", "x", "", "\"192.0.2.5\"", "\"[2001:db8::4]:80\"", "\"foo", "a\"b", "\"a\\\"b\"", "for=192.0.2.3", "For=\"[2001:db8::5]\"", "host=example.net",
        "proto=https", "proto=gopher", "by=_me", "for = x", "for", "host=\"q.example:81\"", "ext=1",
        "::", "[", "]", "[]", ":", "=", ";;", "\"", "\\", "\"\\\"", "\t", "caf\u00c3\u00a9", "%41", "1.2.3", "01.2.3.4", "1.2.3.4:", "[::1]:", "[::1]x", "fe80::1%25eth0", "-", ".", "..", "a..b", "for=;proto=http", "host=", "proto=\"https\"", "FOR=_x;for=192.0.2.8",
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
        var random = new Random(8);
        var maps = Enumerable.Range(0, 500).Select(_ => Mounts(random)).ToList();
        var questions = maps.SelectMany(mounts => Enumerable.Range(0, 20).Select(_ => (Mounts: mounts, Target: Target(random), Host: Pick(random, Hosts)))).ToList();

        // Paste decodes first; a slash that was encoded is hidden from it, because it is data (RFC 3986 §2.2).
        var answers = Originals.Ask("urlmap", questions.Select(question => (object)new object[]
        {
            question.Mounts.Select(Native), new Dictionary<string, string?> { ["PATH_INFO"] = Decoded(question.Target, "%01"), ["HTTP_HOST"] = question.Host },
        }));

        var different = questions.Zip(answers)
            .Select(pair => (pair.First, Theirs: ((string)pair.Second["body"]!).Replace('\x01', '/'), Ours: Mapped(pair.First)))
            .Where(row => Folded(row.Theirs) != Folded(row.Ours) && !IsListed(row.First.Host, row.Theirs, row.Ours))
            .Select(row => $"{row.First.Target} at {row.First.Host} of {string.Join(", ", row.First.Mounts)}\n  Paste: {row.Theirs}\n  Composer: {row.Ours}")
            .ToList();
        Assert.True(different.Count == 0, $"{different.Count} differences\n{string.Join('\n', different.Take(10))}");
        Assert.InRange(answers.Count(answer => (string?)answer["status"] == "200"), 3_000, 9_000);
    }

    [SkippableFact]
    public void Cascade_answers_what_Pastes_does()
    {
        Skip.IfNot(Originals.Has("paste.cascade"), "Debian's python3-paste is not installed");
        int[] statuses = [200, 301, 403, 404, 404, 405, 500];
        int[][] caught = [[404], [404, 405], [403, 404, 500]];
        var random = new Random(9);
        var questions = Enumerable.Range(0, 10_000).Select(_ => (
            Catch: Pick(random, caught),
            Answers: Enumerable.Range(0, random.Next(1, 5)).Select(_ => (Status: Pick(random, statuses), Read: random.Next(3) * 400, Raises: random.Next(6) == 0)).ToArray(),
            Text: new string('x', random.Next(3) * 700))).ToList();

        var answers = Originals.Ask("cascade", questions.Select(question => (object)new object[] { question.Catch, question.Answers.Select(answer => new object[] { answer.Status, answer.Read, Raises(answer.Status, answer.Raises) }), question.Text }));

        var different = questions.Zip(answers)
            .Select(pair => (pair.First, Theirs: $"{pair.Second["status"]} {pair.Second["body"]}", Ours: Cascaded(pair.First.Catch, pair.First.Answers, pair.First.Text)))
            .Where(row => row.Theirs != row.Ours)
            .Select(row => $"{string.Join(' ', row.First.Answers)} catching {string.Join(' ', row.First.Catch)}\n  Paste: {row.Theirs}\n  Composer: {row.Ours}")
            .ToList();
        Assert.True(different.Count == 0, $"{different.Count} differences\n{string.Join('\n', different.Take(10))}");
    }

    private static string[] Mounts(Random random)
    {
        string[] places = ["", "", "", "http://example.org", "http://example.org:8080", "http://www.example.org", "domain other.org ", "domain other.org port 81 ", "domain example.org port 443 "];
        return [.. Enumerable.Range(0, random.Next(1, 9))
            .Select(_ => Pick(random, places) + (random.Next(4) == 0 ? "/" : string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "/" + Pick(random, Names))) + (random.Next(4) == 0 ? "/" : "")))
            .DistinctBy(mount => mount.Replace("http://", "domain ", StringComparison.Ordinal).Replace(" port ", ":", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).TrimEnd('/'))];
    }

    // Mount points are text, paths are bytes: Paste compares them as if both were latin-1 (RFC 3986 §2.5: UTF-8).
    private static string Native(string mount) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(mount));

    private static string Target(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(i => (random.Next(20) == 0 && i > 0 ? "%2F" : random.Next(15) == 0 ? "//" : "/") + Pick(random, Pieced))) is { Length: > 0 } target ? target : "/";

    private static string Decoded(string target, string slash) =>
        System.Text.Encoding.Latin1.GetString(System.Net.WebUtility.UrlDecodeToBytes(System.Text.Encoding.ASCII.GetBytes(target.Replace("%2F", slash, StringComparison.Ordinal)), 0, target.Replace("%2F", slash, StringComparison.Ordinal).Length));

    private static T Pick<T>(Random random, T[] choice) => choice[random.Next(choice.Length)];

    // An empty segment is one (RFC 3986 §3.3): Paste folds slashes behind the mount point too.
    private static string Folded(string answer) => Slashes().Replace(answer[(answer.IndexOf('|', StringComparison.Ordinal) + 1)..], "/") + answer[..Math.Max(0, answer.IndexOf('|', StringComparison.Ordinal))];

    private static bool IsListed(string? host, string theirs, string ours)
    {
        var (their, our) = (theirs.Split('|')[0], ours.Split('|')[0]);
        return (IsOfPort(our) && !IsOfPort(their)) // example.org:8080 is more than example.org: Paste compares the two as texts, and never finds the first
            || (host?.EndsWith('.') == true && (their.Length == 0 || their.StartsWith('/'))) // the root's dot (RFC 1034 §3.1)
            || (host?.EndsWith(':') == true && IsOfPort(our)); // an empty port is that of the scheme (RFC 3986 §6.2.3)
    }

    private static bool IsOfPort(string mount) => PortOfMount().IsMatch(mount);

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
        if (their == "500")
        {
            // waitress looks at the first character of an address that has none (":").
            return our == "400";
        }
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

    // No zones, which mean something on one machine only (RFC 4007 §6), and no leading zeros, which some read as octal (RFC 6943 §3.1.1).
    private static bool IsNode(string? text) => text is not null && (Hidden().IsMatch(text) || Four().IsMatch(text) || (!text.AsSpan().ContainsAny("[%") && text.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(text, out _)));

    private static IWsgiApp Mounted(string name) =>
        Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(System.Text.Encoding.Latin1.GetBytes($"{name}|{environ.ScriptName}|{environ.PathInfo}"))));

    private static string Mapped((string[] Mounts, string Target, string? Host) question)
    {
        var map = new UrlMap(new UrlMapOptions { Mounts = [.. question.Mounts.Select(mount => KeyValuePair.Create(mount, Mounted(Native(mount))))] });
        var result = Wsgi.Request("GET", question.Target, map, prepare: environ => environ[EnvironKey.HttpHost] = question.Host);
        return result.StatusCode == 200 ? System.Text.Encoding.Latin1.GetString(result.Body) : "";
    }

    private static bool Raises(int status, bool raises) => raises && status is 403 or 404 or 405;

    private static string Cascaded(int[] caught, (int Status, int Read, bool Raises)[] answers, string text)
    {
        var apps = answers.Select((answer, number) => KeyValuePair.Create($"app{number + 1}", Wsgi.App(async environ =>
        {
            var buffer = new byte[answer.Read];
            var length = await environ.Input.ReadAtLeastAsync(buffer, answer.Read, throwOnEndOfStream: false);
            var before = environ["test.before"];
            environ["test.before"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (Raises(answer.Status, answer.Raises))
            {
                throw new HttpError(answer.Status, "X");
            }
            return Wsgi.Answer($"{answer.Status} X", Body.From($"{number}:{before}:{System.Text.Encoding.ASCII.GetString(buffer, 0, length)}"));
        })));
        try
        {
            var result = Wsgi.Post("/", new Cascade(new CascadeOptions { Catch = caught, Apps = [.. apps] }, new RecordingLogger<Cascade>()), text);
            return $"{result.Status[..3]} {result.Text}";
        }
        catch (HttpError error)
        {
            return $"{error.Status} raised";
        }
    }

    [GeneratedRegex("/+")]
    private static partial Regex Slashes();

    [GeneratedRegex(":[0-9]| port ")]
    private static partial Regex PortOfMount();

    [GeneratedRegex(@"^(\[[0-9a-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]+)?$")]
    private static partial Regex Host();

    [GeneratedRegex(@"^((0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(\.|$)){4}(?<!\.)$")]
    private static partial Regex Four();

    [GeneratedRegex("^(unknown|_[a-z]+)$")]
    private static partial Regex Hidden();
}
