// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Middleware;

/// <summary>Answers the probes of orchestrators and load balancers: whether the process lives, and whether it can serve.</summary>
/// <remarks>Outside of everything that asks for a login, redirects or logs.</remarks>
[OutsideOf("access_log", Otherwise = "every probe is a line in the log")]
[OutsideOf("auth_basic", "auth_digest", "auth_form", "auth_tkt", "auth_jwt", "hosts", "ratelimit", Otherwise = "probes are refused")]
[Filter("health")]
public sealed partial class Health : IWsgiApp
{
    private readonly HealthOptions _options;
    private readonly IWsgiApp _next;
    private readonly ResponseTimeout _nextInTime;
    private readonly IEnumerable<IReadiness> _components;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A path does not begin with a slash.</exception>
    public Health(HealthOptions options, IWsgiApp next, IEnumerable<IReadiness> components, TimeProvider clock, ILogger<Health> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _next, _components, _clock, _log) = (options, next, components, clock, log);
        _nextInTime = new ResponseTimeout(new ResponseTimeoutOptions { After = options.Timeout }, next, clock, NullLogger<ResponseTimeout>.Instance);
        Check(options.Path, nameof(options.Path));
        Check(options.ReadyPath, nameof(options.ReadyPath));
        foreach (var path in options.Check)
        {
            Check(path, nameof(options.Check));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var path = environ.PathInfo;
        if (path != _options.Path && path != _options.ReadyPath)
        {
            return _next.InvokeAsync(environ);
        }
        if (environ.RequestMethod is not ("GET" or "HEAD"))
        {
            var refusal = Refusal.Of(environ, 405, "A probe is a GET.");
            refusal.Headers.Add("Allow", "GET, HEAD");
            return new(refusal);
        }
        return path == _options.Path ? new(Answer(environ, 200, "alive")) : ReadyAsync(environ);
    }

    private async ValueTask<Response> ReadyAsync(Environ environ)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, _clock);
        try
        {
            foreach (var component in _components)
            {
                await component.CheckReadyAsync(deadline.Token).WaitAsync(_options.Timeout, _clock, deadline.Token);
            }
            foreach (var path in _options.Check)
            {
                await AskAsync(environ, path);
            }
            return Answer(environ, 200, "ready");
        }
        catch (Exception e)
        {
            Log.NotReady(_log, e.Message);
            return Answer(environ, 503, "not ready");
        }
    }

    private async Task AskAsync(Environ environ, string path)
    {
        await using var response = await _nextInTime.InvokeAsync(SubRequest.Of(environ, path));
        if (response.StatusCode >= 400)
        {
            throw new InvalidOperationException($"{path} answered {response.Status}");
        }
    }

    private static Response Answer(Environ environ, int status, string text)
    {
        var response = Response.Text(status, text + "\n");
        response.Headers.Add("Cache-Control", "no-store");
        if (environ.RequestMethod == "HEAD")
        {
            response.Body = Body.Empty;
        }
        return response;
    }

    private static void Check(string path, string setting)
    {
        if (!path.StartsWith('/'))
        {
            throw BadSetting.Of(setting, $"'{path}' is not a path of this site; write /-/health");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Reason}")]
        public static partial void NotReady(ILogger logger, string reason);
    }
}

/// <summary>Settings of the <c>health</c> filter.</summary>
public sealed record HealthOptions
{
    /// <summary>The path that answers 200 as long as the process lives.</summary>
    [Setting("live_path")]
    public string Path { get; init; } = "/-/health";

    /// <summary>The path that answers 200 when the site can serve, else 503: the components' stores are within reach, and the paths in <c>check</c> answer.</summary>
    public string ReadyPath { get; init; } = "/-/ready";

    /// <summary>Paths of the site that must answer below 400 for it to be ready.</summary>
    /// <example>/</example>
    public IReadOnlyList<string> Check { get; init; } = [];

    /// <summary>How long each component, and each path in <c>check</c>, may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
