// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Logging;

/// <summary>The logger of one category.</summary>
internal sealed class LineLogger(LogFactory log, string category, LogLevel least) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        var scope = new LogScope(log.Scope, state);
        log.Scope.Value = scope;
        return scope;
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }
        var requestId = LogScope.RequestIdOf(state) ?? log.Scope.Value?.RequestId;
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        log.Write(new LogEntry(default, logLevel, category, requestId, formatter(state, exception), exception, values));
    }
}
