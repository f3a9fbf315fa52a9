// SPDX-License-Identifier: MIT
namespace Composer.Config.Writing;

/// <summary>The comments of a section or a setting.</summary>
/// <param name="Above">Lines before it; null is an empty line.</param>
/// <param name="Beside">What stands behind it in its line, or null.</param>
internal sealed record Remarks(IReadOnlyList<string?> Above, string? Beside)
{
    public static Remarks None { get; } = new([], null);

    /// <summary>All in lines before it.</summary>
    public IEnumerable<string?> AllAbove => Beside is null ? Above : Above.Append(Beside);
}
