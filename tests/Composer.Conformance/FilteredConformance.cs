// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Servers.Kestrel;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Conformance;

/// <summary>The same exchanges through filters that have nothing to do: they must not be noticed.</summary>
public sealed class FilteredConformance : ServerConformance
{
    protected override IWsgiServer Create(ILoggerFactory logs) => new HttpServer(new() { Bind = ["127.0.0.1:0"] }, logs);

    protected override IWsgiApp Around(IWsgiApp app, ILoggerFactory logs)
    {
        var info = new ComponentInfo("filter", "/");
        app = new Compress(new(), app, TimeProvider.System);
        app = new ErrorCatcher(new(), app, info, TimeProvider.System, logs.CreateLogger<ErrorCatcher>());
        return new AccessLog(new() { SetupConsoleHandler = false }, app, info, TimeProvider.System, logs);
    }
}
