// SPDX-License-Identifier: MIT
namespace Composer.Cli.Serving;

/// <summary>The server could not start, or died.</summary>
internal sealed class ServeFailed(int exitCode, Exception cause) : Exception(cause.Message, cause)
{
    public int ExitCode { get; } = exitCode;

    public Exception Cause { get; } = cause;
}
