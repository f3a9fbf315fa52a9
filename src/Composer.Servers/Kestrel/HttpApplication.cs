// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Composer.Servers.Kestrel;

/// <summary>What Kestrel calls for each request; it keeps one <see cref="Exchange"/> for each connection, or stream of HTTP/2.</summary>
internal sealed class HttpApplication(IWsgiApp app, HttpServerOptions options, ILoggerFactory logs) : IHttpApplication<Exchange>
{
    private readonly ILogger _log = logs.CreateLogger("Composer.Servers.Http");
    private readonly ILogger _errors = logs.CreateLogger("wsgi.errors");

    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<Exchange> connection)
        {
            return new Exchange(contextFeatures, app, options, _log, _errors);
        }
        return connection.HostContext ??= new Exchange(contextFeatures, app, options, _log, _errors);
    }

    public Task ProcessRequestAsync(Exchange context) => context.RunAsync();

    public void DisposeContext(Exchange context, Exception? exception) => context.End();
}
