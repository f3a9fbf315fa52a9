// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Text;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Python;

/// <summary>Where <c>print</c>, <c>wsgi.errors</c> and <c>logging</c> end: whole lines, in the one log, with the id of the request that runs on the thread.</summary>
internal sealed partial class PythonOutput(ILoggerFactory logs)
{
    private const int LongestLine = 64 * 1024;

    [ThreadStatic]
    private static Dictionary<string, StringBuilder>? _unfinished;

    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <summary>Takes text of a stream; null means flush: what waits for its line feed goes out.</summary>
    internal void Write(string stream, string? text)
    {
        var lines = _unfinished ??= [];
        if (!lines.TryGetValue(stream, out var line))
        {
            lines[stream] = line = new StringBuilder();
        }
        var rest = text.AsSpan();
        while (rest.IndexOf('\n') is var end and >= 0)
        {
            line.Append(rest[..end]);
            Finish(stream, line);
            rest = rest[(end + 1)..];
        }
        line.Append(rest);
        if ((text is null && line.Length > 0) || line.Length > LongestLine)
        {
            Finish(stream, line);
        }
    }

    /// <summary>A request of this thread is over: what waits for its line feed is no part of the next one's lines.</summary>
    internal void EndRequest()
    {
        if (_unfinished is null)
        {
            return;
        }
        foreach (var (stream, line) in _unfinished)
        {
            if (line.Length > 0)
            {
                Finish(stream, line);
            }
        }
    }

    /// <summary>Takes a record of <c>logging</c>.</summary>
    internal void Log(int level, string name, string text)
    {
        var (logger, severity) = (Logger(name), LevelOf(level));
        Line(logger, severity, text, PythonThread.Current?.RequestId);
    }

    /// <summary>Reports an exception that has nobody to go to.</summary>
    internal void Failed(string what, Exception error) => Error(Logger("python"), error, what, PythonThread.Current?.RequestId);

    private static LogLevel LevelOf(int level) => level switch
    {
        >= 50 => LogLevel.Critical,
        >= 40 => LogLevel.Error,
        >= 30 => LogLevel.Warning,
        >= 20 => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    private void Finish(string stream, StringBuilder line)
    {
        var text = line.ToString();
        line.Clear();
        if (stream == "errors" && PythonThread.Current?.Mirror is { } mirror && mirror.Environ.Errors is not PythonWriter and var errors && errors != TextWriter.Null)
        {
            errors.WriteLine(text);
            return;
        }
        if (stream != "errors")
        {
            (PythonThread.Current?.Mirror?.Environ[EnvironKey.Printed] as TextWriter)?.WriteLine(text);
        }
        var logger = Logger("python." + stream);
        Line(logger, LogLevel.Information, text, PythonThread.Current?.RequestId);
    }

    private ILogger Logger(string name) => _loggers.GetOrAdd(name, static (key, logs) => logs.CreateLogger(key), logs);

    // The request id is no part of the text: the log shows it in its own place.
#pragma warning disable SYSLIB1015
    [LoggerMessage(EventId = 1, Message = "{Text}")]
    private static partial void Line(ILogger logger, LogLevel level, string text, string? requestId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{What}")]
    private static partial void Error(ILogger logger, Exception error, string what, string? requestId);
#pragma warning restore SYSLIB1015
}
