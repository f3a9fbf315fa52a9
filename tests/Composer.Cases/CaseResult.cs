// SPDX-License-Identifier: MIT
namespace Composer.Cases;

/// <summary>How a case went.</summary>
/// <param name="Case">The case.</param>
/// <param name="Failures">What does not hold; empty when it passed.</param>
/// <param name="Config">The config that was served, or null when there was none.</param>
internal sealed record CaseResult(MiddlewareCase Case, IReadOnlyList<string> Failures, string? Config)
{
    /// <summary>What the site logged.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    public bool Passed => Failures.Count == 0;

    /// <summary>One line that says what was expected and what came.</summary>
    public string Line => $"{Case.Id}  {Case.Family}  {Case.Name}: {string.Join("; ", Failures).ReplaceLineEndings("\\n")}";
}
