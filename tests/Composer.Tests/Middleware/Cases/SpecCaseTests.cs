// SPDX-License-Identifier: MIT
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware.Cases;

/// <summary>The cases of compress, static and urlmap, one test each.</summary>
public sealed class SpecCaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-cases-").FullName;

    public static IEnumerable<object[]> Ids => SpecCases.Of("compress", "static", "urlmap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void The_case_holds(string id)
    {
        var one = SpecCases.Get(id);
        var app = one.GetProperty("family").GetString() switch
        {
            "compress" => CompressOf(one),
            "static" => StaticOf(one),
            _ => UrlMapOf(one),
        };

        var result = Send(one, app);

        Check(one.GetProperty("expect"), result);
    }

    private static Result Send(JsonElement one, IWsgiApp app)
    {
        var request = one.GetProperty("request");
        var headers = request.GetProperty("headers").EnumerateObject().ToList();
        var expectation = one.GetProperty("expect").GetProperty("body-rule");
        return Wsgi.Request(
            request.GetProperty("method").GetString()!,
            request.GetProperty("path").GetString()!,
            app,
            blocks: expectation.TryGetProperty("client", out var client) && client.GetString()!.StartsWith("abort", StringComparison.Ordinal) ? 1 : int.MaxValue,
            prepare: environ =>
            {
                foreach (var absent in headers.Where(header => header.Value.ValueKind == JsonValueKind.Null))
                {
                    environ[EnvironKey.TryOfHeader(absent.Name, out var key) ? key : EnvironKey.HttpHost] = null;
                }
            },
            headers: [.. headers.Where(header => header.Value.ValueKind == JsonValueKind.String).Select(header => (header.Name, header.Value.GetString()!))]);
    }

    private static void Check(JsonElement expect, Result result)
    {
        SpecRule.Check(expect.GetProperty("status"), result.StatusCode.ToString(CultureInfo.InvariantCulture), "the status");
        foreach (var header in expect.GetProperty("headers").EnumerateObject())
        {
            CheckHeader(header, result);
        }
        foreach (var rule in expect.GetProperty("body-rule").EnumerateObject())
        {
            CheckBody(rule, result);
        }
    }

    private static void CheckHeader(JsonProperty header, Result result)
    {
        var value = result.Headers.GetJoined(header.Name);
        if (header.Value.ValueKind == JsonValueKind.Object && header.Value.TryGetProperty("absent_or_actual", out _))
        {
            Assert.True(value is null || value == result.Body.Length.ToString(CultureInfo.InvariantCulture), $"{header.Name} is {value}, the body has {result.Body.Length} bytes");
            return;
        }
        SpecRule.Check(header.Value, value, header.Name);
    }

    private static void CheckBody(JsonProperty rule, Result result)
    {
        switch (rule.Name)
        {
            case "equals":
                Assert.Equal(rule.Value.GetString(), result.Text);
                break;
            case "decoded_equals":
                Assert.Equal(rule.Value.GetString(), Decoded(result));
                break;
            case "empty":
                Assert.Empty(result.Body);
                break;
            case "close_called":
                Assert.Equal(rule.Value.GetInt32(), result.Closes);
                break;
            case "log_contains":
                // The access log outside writes the path that it finds when the app has answered.
                Assert.Contains(rule.Value.GetString()!, result.Headers["X-Outside"], StringComparison.Ordinal);
                break;
            case "json":
                foreach (var member in rule.Value.EnumerateObject())
                {
                    SpecRule.Check(member.Value, result.Json.TryGetProperty(member.Name, out var value) ? value.GetString() : null, member.Name);
                }
                break;
            default:
                Assert.Equal("client", rule.Name);
                break;
        }
    }

    private static Compress CompressOf(JsonElement one)
    {
        var config = one.GetProperty("config-idea");
        var options = new CompressOptions { MinimumSize = config.GetProperty("minimum_size").GetInt32() };
        if (config.TryGetProperty("types", out var types))
        {
            options = options with { Types = [.. types.EnumerateArray().Select(type => type.GetString()!)] };
        }
        return new Compress(options, Inner(one), TimeProvider.System);
    }

    private static IWsgiApp Inner(JsonElement one)
    {
        var inner = one.GetProperty("inner").GetString()!;
        if (inner != "fixed")
        {
            // An empty block is no block to a C# body: the border to Python leaves it out.
            var blocks = inner[(inner.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('|', StringSplitOptions.RemoveEmptyEntries);
            return Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody(blocks), ("Content-Type", "text/event-stream")));
        }
        var response = one.GetProperty("inner_response");
        var headers = response.GetProperty("headers").EnumerateObject().Select(header => (header.Name, header.Value.GetString()!)).ToArray();
        return Wsgi.App(response.GetProperty("status").GetString()!, response.GetProperty("body").GetString()!, headers);
    }

    private Static StaticOf(JsonElement one)
    {
        var config = one.GetProperty("config-idea");
        Directory.CreateDirectory(Path.Combine(_folder, "FIX"));
        foreach (var file in config.GetProperty("fixture").EnumerateObject())
        {
            var path = Path.GetFullPath(file.Name, Path.Combine(_folder, "FIX"));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Value.GetString());
        }
        Directory.CreateDirectory(Path.Combine(_folder, "FIX_test"));
        File.WriteAllText(Path.Combine(_folder, "FIX_test", "test.txt"), "S");
        return new Static(new StaticOptions { DocumentRoot = "FIX", Index = [config.GetProperty("index").GetString()!] }, new ComponentInfo("static", _folder));
    }

    private static IWsgiApp UrlMapOf(JsonElement one)
    {
        var config = one.GetProperty("config-idea");
        const string under = "urlmap mounted under prefix ";
        var kind = config.GetProperty("composite").GetString()!;
        var map = Mounts(config);
        IWsgiApp app = kind.StartsWith(under, StringComparison.Ordinal) ? new UrlMap(new UrlMapOptions { Mounts = [new(kind[under.Length..], map)] }) : map;
        return config.TryGetProperty("outer", out _) ? new Outside(app) : app;
    }

    private static UrlMap Mounts(JsonElement config)
    {
        var mounts = config.EnumerateObject().Where(mount => mount.Name is not ("composite" or "outer"));
        return new UrlMap(new UrlMapOptions
        {
            Mounts = [.. mounts.Select(mount => KeyValuePair.Create(mount.Name, mount.Value.ValueKind == JsonValueKind.Object ? Mounts(mount.Value) : Echo(mount.Value.GetString()!)))],
        });
    }

    private static IWsgiApp Echo(string name) => Wsgi.App(environ =>
    {
        var values = environ.Where(pair => pair.Value is string).ToDictionary(pair => pair.Key, pair => (string)pair.Value);
        values["app"] = name;
        return Wsgi.Answer("200 OK", Body.From(JsonSerializer.Serialize(values)), ("Content-Type", "application/json"));
    });

    private static string Decoded(Result result)
    {
        using var encoded = new MemoryStream(result.Body);
        using Stream decoder = result.Headers["Content-Encoding"] == "gzip" ? new GZipStream(encoded, CompressionMode.Decompress) : encoded;
        using var text = new StreamReader(decoder, Encoding.UTF8);
        return text.ReadToEnd();
    }

    /// <summary>Says what stands in the environ when the app has answered.</summary>
    private sealed class Outside(IWsgiApp app) : IWsgiApp
    {
        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            var response = await app.InvokeAsync(environ);
            response.Headers["X-Outside"] = $"{environ.RequestMethod} {environ.ScriptName}{environ.PathInfo}";
            return response;
        }
    }
}
