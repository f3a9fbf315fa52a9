// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Logging;

/// <summary>One line of the log before it is text.</summary>
/// <param name="Time">When it was said.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Category">Who says it.</param>
/// <param name="RequestId">The request it belongs to, or null.</param>
/// <param name="Message">What is said.</param>
/// <param name="Error">What went wrong, or null.</param>
/// <param name="Values">The message's named values; empty where it has none.</param>
internal readonly record struct LogEntry(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    string? RequestId,
    string Message,
    Exception? Error,
    IReadOnlyList<KeyValuePair<string, object?>> Values);
