// SPDX-License-Identifier: MIT
using Composer.Cli.Serving;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.InProcess;

/// <summary>A C# server that a Python program runs, as pserve does: until SIGINT or SIGTERM.</summary>
internal sealed partial class GuestServer(IWsgiServer server, ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger("Composer");

    /// <summary>Serves an app; the calling thread waits.</summary>
    public async Task<object?> ServeAsync(IWsgiApp app)
    {
        using var signals = new StopSignals(Environment.Exit, static () => { });
        var serving = server.ServeAsync(app, signals.Stop);
        if (server is IListening listening)
        {
            foreach (var address in await listening.Addresses)
            {
                Log.Listening(_log, address.ToString()!);
                await Console.Out.WriteLineAsync($"serving on {address}");
            }
        }
        await serving;
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "serving on {Address}")]
        public static partial void Listening(ILogger log, string address);
    }
}
