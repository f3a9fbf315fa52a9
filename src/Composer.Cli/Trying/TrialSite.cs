// SPDX-License-Identifier: MIT
using Composer.Cli.Logging;
using Composer.Python;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Trying;

/// <summary>A site that runs in this process without a server.</summary>
internal sealed class TrialSite : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly LogFactory _logs;
    private readonly Site _site;
    private readonly RunningSite _running;

    private TrialSite(LogFactory logs, Site site, RunningSite running)
    {
        _logs = logs;
        _site = site;
        _running = running;
    }

    /// <summary>The outermost app.</summary>
    public IWsgiApp App => _running.App;

    /// <summary>The config and its loader.</summary>
    public Site Site => _site;

    /// <summary>Builds and starts a site.</summary>
    /// <exception cref="Config.ConfigException">It cannot be built or started.</exception>
    public static async Task<TrialSite> StartAsync(Arguments arguments, RequestTrace? trace = null, bool lint = false)
    {
        var logs = NewLog(arguments.Verbosity);
        var request = new SiteRequest { App = arguments.Name ?? "main", WithServer = false, Trace = trace, Lint = lint };
        var site = new Site(arguments, null, request, logs);
        try
        {
            var running = site.Loader.Load(site.Graph, request);
            await running.StartAsync(CancellationToken.None);
            return new TrialSite(logs, site, running);
        }
        catch
        {
            await EndAsync(site, logs);
            throw;
        }
    }

    /// <summary>A log on standard error: warnings, and with <c>-v</c> more.</summary>
    public static LogFactory NewLog(int verbosity) => new(
        new LogSink(Console.OpenStandardError()),
        new TextFormat(Ansi.Error),
        verbosity switch { <= 0 => LogLevel.Warning, 1 => LogLevel.Information, _ => LogLevel.Debug },
        TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        await EndAsync(_site, _logs);
    }

    /// <summary>Lets Python end its threads and run its atexit functions, if it was started.</summary>
    public static Task EndPythonAsync(Site site) => site.Python.Running is { } python ? python.ShutDownAsync(LastWords) : Task.CompletedTask;

    private static async Task EndAsync(Site site, LogFactory logs)
    {
        await EndPythonAsync(site);
        logs.Dispose();
    }
}
