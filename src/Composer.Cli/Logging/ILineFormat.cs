// SPDX-License-Identifier: MIT
namespace Composer.Cli.Logging;

/// <summary>Turns log entries into lines.</summary>
internal interface ILineFormat
{
    /// <summary>The line, or lines, with the last line feed.</summary>
    string Line(LogEntry entry);
}
