// SPDX-License-Identifier: MIT
using Composer.Python;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.InProcess;

/// <summary>The log of C# components in a Python process: Python's <c>logging</c>, where the server and the app write too.</summary>
internal sealed class PythonLog : ILoggerFactory
{
    /// <summary>Set as soon as there is one.</summary>
    public PythonHost? Host { get; set; }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the log is Python's");

    public void Dispose()
    {
    }

    private sealed class Logger(PythonLog log, string category) : ILogger
    {
        // What ASP.NET says of every connection interests nobody here.
        private readonly LogLevel _least = category.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }
            var text = formatter(state, exception);
            log.Host?.Log(logLevel, category, exception is null ? text : $"{text}\n{exception}");
        }
    }
}
