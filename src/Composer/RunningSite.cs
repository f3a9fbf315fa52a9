// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>A config that was built: its outermost app, its server, and everything that is started before the first request and disposed after the last.</summary>
public sealed class RunningSite : IAsyncDisposable
{
    private readonly Lifetime _lifetime;

    internal RunningSite(IWsgiApp app, BuiltServer? server, IReadOnlyList<Made> made)
    {
        _lifetime = new Lifetime(made);
        App = server?.UrlScheme is { } scheme ? new FixedScheme(scheme, app) : app;
        Server = server?.Server;
        Threads = server?.Threads;
        Notes = server?.Note is { } note ? [note] : [];
    }

    /// <summary>The outermost app.</summary>
    public IWsgiApp App { get; }

    /// <summary>What the config says about it, for those who print it.</summary>
    public required Node Pipeline { get; init; }

    /// <summary>The server that the config names, or the default one; null when none was asked for.</summary>
    public IWsgiServer? Server { get; }

    /// <summary>How many Python threads the server's section asks for, or null.</summary>
    public int? Threads { get; }

    /// <summary>What the user should be told when the site starts.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Problems that do not keep the site from being served, sorted by place.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Starts the components that open something, inner ones first.</summary>
    /// <exception cref="ConfigException">One of them cannot serve; those before it are disposed.</exception>
    public Task StartAsync(CancellationToken cancel) => _lifetime.StartAsync(cancel);

    /// <summary>Disposes the components in the reverse order of their start.</summary>
    public ValueTask DisposeAsync() => _lifetime.DisposeAsync();
}
