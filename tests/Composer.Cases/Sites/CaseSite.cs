// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Reflection;
using Composer.Wsgi;

namespace Composer.Cases.Sites;

/// <summary>A config that is served as <c>compose serve</c> does it: the same loader, the same server, a free port on this machine.</summary>
internal sealed class CaseSite : IAsyncDisposable
{
    private static readonly Registry Registry = new(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers"), typeof(CaseSite).Assembly);

    private static readonly KeyValuePair<string, string>[] ServerSettings = [new("bind", "127.0.0.1:0"), new("graceful_timeout", "5")];

    private readonly RunningSite _running;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private CaseSite(RunningSite running)
    {
        _running = running;
        _serving = running.Server!.ServeAsync(running.App, _stop.Token); // a server was asked for
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <exception cref="Config.ConfigException">The config is wrong.</exception>
    public static async Task<CaseSite> StartAsync(string config, Observations seen, ShiftedClock clock, SiteLog log)
    {
        CasePython.Log.Listener = log;
        var loader = new Loader(Registry, CasePython.Embedded, new Services(clock, log) { Host = new CaseServices(seen) });
        var running = loader.Load(loader.Read(config), new SiteRequest { ServerSettings = Conf.Of(ServerSettings, "runner") });
        await running.StartAsync(CancellationToken.None);
        var site = new CaseSite(running);
        var address = (await ((IListening)running.Server!).Addresses)[0];
        site.Port = int.Parse(address[(address.LastIndexOf(':') + 1)..].TrimEnd('/'), CultureInfo.InvariantCulture);
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        await _running.DisposeAsync();
        _stop.Dispose();
    }
}
