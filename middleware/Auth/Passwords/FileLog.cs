// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>What <see cref="ReloadedFile{TTable}"/> tells.</summary>
internal static partial class FileLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The {What} {Path} was read again: {Count} entries")]
    public static partial void Reloaded(ILogger logger, string what, string path, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {What} {Path} could not be read again, the last good one stays in use: {Reason}")]
    public static partial void Kept(ILogger logger, string what, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {What} {Path} names nobody")]
    public static partial void Nobody(ILogger logger, string what, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}:{Line} {Reason}")]
    public static partial void Refused(ILogger logger, string path, int line, string reason);
}
