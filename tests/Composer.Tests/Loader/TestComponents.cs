// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Loader;

/// <summary>Says what it was given.</summary>
[App("say", "tell", Replaces = ["Paste#test"])]
public sealed class Say(SayOptions options, ComponentInfo info) : IWsgiApp
{
    public ValueTask<Response> InvokeAsync(Environ environ) => new(Response.Text(200, $"{info.Name}: {options.Text}"));
}

public sealed record SayOptions
{
    public string Text { get; init; } = "hello";
}

/// <summary>Puts its word around the answer.</summary>
[Filter("around", Replaces = ["Paste#gzip"])]
public sealed class Around(AroundOptions options, IWsgiApp next, ILogger<Around> log) : IWsgiApp
{
    public ILogger<Around> Log { get; } = log;

    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = await next.InvokeAsync(environ);
        response.Body = Body.From($"{options.Word}({await TestText.Of(response)})");
        response.Headers.Remove("Content-Length");
        return response;
    }
}

public sealed record AroundOptions
{
    public required string Word { get; init; }

    [Range(1, 9)]
    [Setting("deep")]
    public int Depth { get; init; } = 6;
}

/// <summary>Mounts apps by path.</summary>
[Composite("mount", Replaces = ["Paste#urlmap"])]
public sealed class Mount(MountOptions options) : IWsgiApp
{
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var app = options.Apps.FirstOrDefault(pair => pair.Key == environ.PathInfo).Value ?? options.NotFoundApp;
        return app?.InvokeAsync(environ) ?? new(Response.Text(404, "nothing there"));
    }
}

public sealed record MountOptions
{
    [Setting(Global = true)]
    public IWsgiApp? NotFoundApp { get; init; }

    [Remaining]
    public IReadOnlyList<KeyValuePair<string, IWsgiApp>> Apps { get; init; } = [];
}

/// <summary>Has a setting of every type.</summary>
[App("all")]
public sealed class All(AllOptions options) : IWsgiApp
{
    public AllOptions Options { get; } = options.Limit < 0
        ? throw new ArgumentException("the limit of all things cannot be negative", nameof(options.Limit))
        : options;

    public ValueTask<Response> InvokeAsync(Environ environ) => new(Response.Text(200, "all"));
}

public enum Colour
{
    Red,
    LightBlue,
}

public sealed record AllOptions
{
    public string? Text { get; init; }
    public bool Flag { get; init; }
    public int Count { get; init; }
    public int? Perhaps { get; init; } = 3;
    public long MaxBodySize { get; init; } = 1;
    public double Ratio { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(20);

    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
    public Colour Colour { get; init; }
    public IReadOnlyList<string> Words { get; init; } = [];

    [Setting(Lines = true)]
    public IReadOnlyList<string> Phrases { get; init; } = [];
    public IReadOnlyList<int> Numbers { get; init; } = [];
    public DateOnly? Day { get; init; }
    public DateTimeOffset? Since { get; init; }
    public Uri? Home { get; init; }

    [Setting("header")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    [Setting(Secret = true)]
    public int Pin { get; init; }

    [Setting(Global = true)]
    public bool Debug { get; init; }
    public int Limit { get; init; }
}

/// <summary>A server that only remembers what it was to serve.</summary>
[Server("quiet")]
public sealed class Quiet(QuietOptions options) : IWsgiServer
{
    public QuietOptions Options { get; } = options;

    public Task ServeAsync(IWsgiApp app, CancellationToken stop) => Task.CompletedTask;
}

public sealed record QuietOptions
{
    public string Host { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 8080;
}

internal static class TestText
{
    public static async Task<string> Of(Response response)
    {
        await using var body = response.Body;
        var text = new System.Text.StringBuilder();
        while (await body.ReadAsync() is { IsEmpty: false } block)
        {
            text.Append(System.Text.Encoding.UTF8.GetString(block.Span));
        }
        return text.ToString();
    }
}

/// <summary>Knows where its section is.</summary>
[App("where")]
public sealed class Where(ComponentInfo info) : IWsgiApp
{
    public ComponentInfo Info { get; } = info;

    public ValueTask<Response> InvokeAsync(Environ environ) => new(Response.Text(200, Info.Directory));
}

/// <summary>Tells when it starts and ends.</summary>
[Filter("noisy")]
public sealed class Noisy(NoisyOptions options, IWsgiApp next, ComponentInfo info) : IWsgiApp, IStartable, IAsyncDisposable
{
    public static AsyncLocal<List<string>> Log { get; } = new();

    public ValueTask<Response> InvokeAsync(Environ environ) => next.InvokeAsync(environ);

    public Task StartAsync(CancellationToken cancel)
    {
        if (options.Fails)
        {
            throw new InvalidOperationException("no ears");
        }
        Log.Value!.Add("start " + info.Name);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Log.Value!.Add("dispose " + info.Name);
        return default;
    }
}

public sealed record NoisyOptions
{
    public bool Fails { get; init; }
}

/// <summary>Has the settings of Composer's own HTTP server that matter here.</summary>
[Server("http")]
public sealed class TestHttp(TestHttpOptions options) : IWsgiServer
{
    public TestHttpOptions Options { get; } = options;

    public Task ServeAsync(IWsgiApp app, CancellationToken stop) => Task.CompletedTask;
}

public sealed record TestHttpOptions
{
    [Setting("listen")]
    public IReadOnlyList<string> Bind { get; init; } = [];
    public string Host { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 8080;
    public int Backlog { get; init; } = 1024;
    public string? Certfile { get; init; }
}
