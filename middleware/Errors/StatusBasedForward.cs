// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Hands a request that was answered with an error to another app, whose answer goes out as it is.</summary>
/// <remarks>Unlike <c>errordocument</c> it keeps nothing of the first answer, and the other app gets the request itself: method, path and body.</remarks>
[Filter("statusbased_forward", "status_based_forward")]
public sealed class StatusBasedForward : IWsgiApp
{
    private readonly IWsgiApp _next;
    private readonly StatusMap<IWsgiApp> _apps = new();
    private readonly int _maxReplaySize;

    /// <summary>Understands which status has which app.</summary>
    /// <exception cref="ArgumentException">A key is no status.</exception>
    public StatusBasedForward(StatusBasedForwardOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_next, _maxReplaySize) = (next, options.MaxReplaySize);
        foreach (var (status, app) in options.Apps)
        {
            _apps.Add(status, app);
        }
        if (_apps.IsEmpty)
        {
            throw new ArgumentException("statusbased_forward forwards nothing; write 404 = NAME, with the name of an app");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        await using var attempts = new Attempts(environ, _maxReplaySize);
        var response = await _next.InvokeAsync(attempts.Next());
        if (!_apps.TryFind(response.StatusCode, out var app) || !attempts.CanRepeat)
        {
            return attempts.Final(response);
        }
        await response.DisposeAsync();
        var last = attempts.Last();
        ForwardedPaths.Add(last, last.PathInfo);
        return attempts.Final(await app.InvokeAsync(last));
    }
}

/// <summary>Settings of the <c>statusbased_forward</c> filter. The keys are status codes, <c>404</c>, or <c>4xx</c> and <c>5xx</c> for all of a kind; their values are apps.</summary>
public sealed record StatusBasedForwardOptions
{
    /// <summary>How much of a request body is kept for the other app. When the first has read more, its answer counts.</summary>
    [System.ComponentModel.DataAnnotations.Range(0, int.MaxValue)]
    public int MaxReplaySize { get; init; } = 64 << 20;

    /// <summary>The apps by status.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, IWsgiApp>> Apps { get; init; } = [];
}
