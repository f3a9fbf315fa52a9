// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Logging;

/// <summary><c>12:04:28.123 warn  Composer.Servers [0HN…] message</c>; an exception follows on lines of its own.</summary>
/// <remarks>Control characters in messages are shown, not sent: a client must not be able to forge lines or drive the terminal.</remarks>
internal sealed class TextFormat(Ansi colour) : ILineFormat
{
    public string Line(LogEntry entry)
    {
        var line = new StringBuilder(128);
        line.Append(colour.Dim(entry.Time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture))).Append(' ')
            .Append(Word(entry.Level)).Append(' ')
            .Append(colour.Dim(entry.Category)).Append(' ');
        if (entry.RequestId is { } id && !entry.Message.Contains(id, StringComparison.Ordinal))
        {
            line.Append(colour.Dim($"[{id}]")).Append(' ');
        }
        AppendLines(line, entry.Message);
        if (entry.Error is not null)
        {
            line.Append("\n  ");
            AppendLines(line, entry.Error.ToString());
        }
        return line.Append('\n').ToString();
    }

    private static void AppendLines(StringBuilder line, string text)
    {
        foreach (var c in text.AsSpan().TrimEnd())
        {
            if (c == '\n')
            {
                line.Append("\n  ");
            }
            else if (c is '\t' || !char.IsControl(c))
            {
                line.Append(c);
            }
            else if (c != '\r')
            {
                line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            }
        }
    }

    private string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => colour.Dim("trace"),
        LogLevel.Debug => colour.Dim("debug"),
        LogLevel.Information => colour.Green("info "),
        LogLevel.Warning => colour.Yellow("warn "),
        _ => colour.Red("error"),
    };
}
