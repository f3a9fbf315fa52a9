// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware.Cases;

/// <summary>The cases of auth_basic, error_catcher, access_log and lint, one test each.</summary>
public sealed partial class FilterCaseTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly RecordingLogger<AuthBasic> _authLog = new();
    private readonly RecordingLogger<ErrorCatcher> _errorLog = new();
    private readonly RecordingLogger<Lint> _lintLog = new();
    private readonly RecordingLogger _accessLog = new();

    public static IEnumerable<object[]> Ids => SpecCases.Of("auth-basic", "errors", "accesslog", "lint");

    private IEnumerable<string> LoggedLines => [.. _authLog.Messages, .. _errorLog.Messages, .. _lintLog.Messages, .. _accessLog.Messages];

    public void Dispose() => File.Delete(_file);

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void The_case_holds(string id)
    {
        var one = SpecCases.Get(id);
        var app = Build(one.GetProperty("family").GetString()!, one.GetProperty("config-idea"), Inner(one));
        var expect = one.GetProperty("expect");
        var request = one.GetProperty("request");

        var result = Send(request, app);

        SpecRule.Check(expect.GetProperty("status"), result?.StatusCode.ToString(CultureInfo.InvariantCulture) ?? "500", "the status");
        foreach (var header in expect.GetProperty("headers").EnumerateObject())
        {
            SpecRule.Check(header.Value, result?.Headers.GetJoined(header.Name), header.Name);
        }
        foreach (var rule in expect.GetProperty("body-rule").EnumerateObject())
        {
            CheckBody(rule, result);
        }
    }

    private static Result? Send(JsonElement request, IWsgiApp app)
    {
        var headers = request.GetProperty("headers").EnumerateObject().Select(header => (header.Name, header.Value.GetString()!)).ToArray();
        var blocks = request.TryGetProperty("client", out var client) && client.GetString() == "abort" ? 1 : int.MaxValue;
        try
        {
            return Wsgi.Request(request.GetProperty("method").GetString()!, request.GetProperty("path").GetString()!, app, blocks: blocks, headers: headers);
        }
        catch (WsgiViolation)
        {
            // The server's part: a 500, tested over a socket with each server.
            return null;
        }
    }

    private IWsgiApp Build(string family, JsonElement config, IWsgiApp inner)
    {
        var info = new ComponentInfo("case", "/");
        switch (family)
        {
            case "errors":
                return new ErrorCatcher(new() { Debug = config.GetProperty("debug").GetBoolean() }, inner, info, new ManualClock(), _errorLog);
            case "accesslog":
                return new AccessLog(new() { Format = config.GetProperty("format").GetString()!, SetupConsoleHandler = false }, inner, info, new ManualClock(), _accessLog);
            case "lint":
                return new Lint(new(), inner, info, _lintLog);
            default:
                return config.TryGetProperty("htpasswd_file_content", out var content) ? Basic(config, content.GetString()!, inner) : inner;
        }
    }

    private AuthBasic Basic(JsonElement config, string users, IWsgiApp inner)
    {
        File.WriteAllText(_file, users);
        var app = new AuthBasic(new() { Realm = config.GetProperty("realm").GetString()!, Htpasswd = _file }, inner, new ComponentInfo("case", "/"), new ManualClock(), _authLog);
        app.StartAsync(default).GetAwaiter().GetResult();
        return app;
    }

    private static IWsgiApp Inner(JsonElement one)
    {
        var inner = one.GetProperty("inner").GetString()!;
        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        var (kind, argument) = colon < 0 ? (inner, "") : (inner[..colon], inner[(colon + 1)..]);
        return kind switch
        {
            "echo" => Wsgi.App(new Test(new()).InvokeAsync),
            "fixed" => Wsgi.App("200 OK", one.GetProperty("inner_response").GetProperty("body").GetString()!),
            "stream" => Wsgi.Stream("200 OK", argument.Split('|')),
            "stream-slow" => Wsgi.Stream("200 OK", "one", "two", "three"),
            "raise" => Wsgi.App((Func<Environ, Response>)(_ => throw PythonError(argument))),
            "raise-http" => Wsgi.App((Func<Environ, Response>)(_ => throw Redirect(argument))),
            "lint" => new Broken(argument),
            _ => throw new NotSupportedException($"inner app '{inner}'"),
        };
    }

    private static FormatException PythonError(string call)
    {
        var match = Call().Match(call);
        var message = match.Groups["text"].Success ? $"{match.Groups["type"].Value}: {match.Groups["text"].Value}" : match.Groups["type"].Value;
        var traceback = $"Traceback (most recent call last):\n  File \"app.py\", line 1, in app\n    raise {call}\n{message}\n";
        return new FormatException(message) { Data = { ["python.traceback"] = traceback } };
    }

    private static HttpError Redirect(string statusAndLocation)
    {
        var parts = statusAndLocation.Split(' ');
        var error = new HttpError(int.Parse(parts[0], CultureInfo.InvariantCulture), "Found");
        error.Headers.Add("Location", parts[1]);
        return error;
    }

    private void CheckBody(JsonProperty rule, Result? result)
    {
        var text = result?.Text ?? "";
        switch (rule.Name)
        {
            case "contains":
                Assert.Contains(rule.Value.GetString()!, text, StringComparison.Ordinal);
                break;
            case "not_contains" or "not_contains2":
                Assert.DoesNotContain(rule.Value.GetString()!, text, StringComparison.Ordinal);
                break;
            case "inner_called":
                Assert.Equal(rule.Value.GetBoolean(), result?.Calls > 0);
                break;
            case "log_contains":
                Assert.Contains(LoggedLines, line => line.Contains(rule.Value.GetString()!, StringComparison.Ordinal));
                break;
            case "log_regex":
                Assert.Contains(LoggedLines, line => Regex.IsMatch(line, rule.Value.GetString()!));
                break;
            case "json":
                CheckJson(rule.Value, Shown(text));
                break;
            default:
                throw new NotSupportedException($"the body rule '{rule.Name}'");
        }
    }

    private static void CheckJson(JsonElement wanted, Dictionary<string, string> shown)
    {
        foreach (var member in wanted.EnumerateObject())
        {
            SpecRule.Check(member.Value, shown.GetValueOrDefault(member.Name), member.Name);
        }
    }

    /// <summary>The members of a JSON object, or the lines of the test app.</summary>
    private static Dictionary<string, string> Shown(string text) =>
        text.StartsWith('{')
            ? JsonDocument.Parse(text).RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString())
            : text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", 2)).ToDictionary(pair => pair[0], pair => pair[^1].Trim());

    [GeneratedRegex("""^(?<type>\w+)(\("(?<text>.*)"\))?$""")]
    private static partial Regex Call();

    /// <summary>An app that breaks the rule it is told to; what C# refuses by itself counts as found.</summary>
    private sealed class Broken(string rule) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ)
        {
            if (!rule.StartsWith("header ", StringComparison.Ordinal))
            {
                // A str body cannot be written in C#, and what never started its response is no response.
                return new ValueTask<Response>((Response)null!);
            }
            var header = rule["header ".Length..].Replace("\\n", "\n", StringComparison.Ordinal).Split('=', 2);
            var response = new Response("200 OK");
            response.Headers.AddUnchecked(header[0], header[1]);
            return new ValueTask<Response>(response);
        }
    }
}
