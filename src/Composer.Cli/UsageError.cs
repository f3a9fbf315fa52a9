// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>The command line asks for something that cannot be: exit code 2.</summary>
internal sealed class UsageError(string message, string? hint = null) : Exception(message)
{
    public string? Hint { get; } = hint;
}
