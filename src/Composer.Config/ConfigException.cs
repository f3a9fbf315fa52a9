// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>Carries the problems of a config out of the loader.</summary>
/// <param name="diagnostics">All of them, sorted by place.</param>
public sealed class ConfigException(IReadOnlyList<Diagnostic> diagnostics) : Exception(string.Join('\n', diagnostics))
{
    /// <summary>All problems, sorted by place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
