// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Composer.Tests;

/// <summary>Keeps what is logged through it, and through every logger it makes.</summary>
public class RecordingLogger : ILogger, ILoggerFactory
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyCollection<LogEntry> Entries => _entries;

    public IEnumerable<string> Messages => _entries.Select(entry => entry.Message);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Add("", logLevel, eventId, exception, formatter(state, exception));

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("a RecordingLogger keeps everything itself");

    public void Dispose() => GC.SuppressFinalize(this);

    private void Add(string category, LogLevel level, EventId id, Exception? exception, string message) =>
        _entries.Enqueue(new(category, level, id.Name ?? "", message, exception));

    private sealed class Category(RecordingLogger owner, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(name, logLevel, eventId, exception, formatter(state, exception));
    }
}

/// <summary>The same, typed as a component's constructor wants it.</summary>
public sealed class RecordingLogger<T> : RecordingLogger, ILogger<T>;

/// <summary>One logged event.</summary>
public sealed record LogEntry(string Category, LogLevel Level, string Event, string Message, Exception? Exception);
