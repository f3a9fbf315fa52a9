// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Servers.Kestrel;

/// <summary>The log as Kestrel gets it: what we throw at Kestrel ourselves was logged before.</summary>
internal sealed class KestrelLogs(ILoggerFactory logs) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Filtered(logs.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    public void Dispose()
    {
    }

    private sealed class Filtered(ILogger log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not BrokenOff)
            {
                log.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
