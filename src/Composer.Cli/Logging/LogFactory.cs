// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Logging;

/// <summary>The one log: everything that C#, Kestrel and Python say goes through loggers made here to one sink.</summary>
/// <remarks>Small on purpose: Microsoft's console logger and its options cost 40 ms of start-up.</remarks>
internal sealed class LogFactory(LogSink sink, ILineFormat format, LogLevel least, TimeProvider clock) : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    /// <summary>The scopes of the current flow of control, innermost first.</summary>
    public AsyncLocal<LogScope?> Scope { get; } = new();

    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, static (name, self) => new LineLogger(self, name, self.LeastFor(name)), this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the log has one sink");

    /// <summary>Formats one entry and hands it to the sink.</summary>
    public void Write(LogEntry entry)
    {
        sink.Write(format.Line(entry with { Time = clock.GetLocalNow() }));
        if (entry.Level >= LogLevel.Error)
        {
            sink.Flush();
        }
    }

    /// <summary>Returns when everything said so far has been written.</summary>
    public void Flush() => sink.Flush();

    public void Dispose() => sink.Dispose();

    // Kestrel tells every connection at Information and Debug; that is for -v and -vv.
    private LogLevel LeastFor(string category) =>
        category.StartsWith("Microsoft.", StringComparison.Ordinal) && least < LogLevel.Warning ? (LogLevel)Math.Min((int)least + 2, (int)LogLevel.Warning) : least;
}
