// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>The sections that are Composer's; all others belong to other tools.</summary>
public static class SectionKinds
{
    /// <summary>The section of the whole site.</summary>
    public const string Composer = "composer";

    /// <summary>Every word that may stand before the colon of a header.</summary>
    public static IReadOnlyList<string> All { get; } = ["app", "filter", "pipeline", "composite", "server", "filter-app", "application", "composit"];

    /// <summary>Whether a section of a kind belongs to another tool, so that nobody but that tool knows what its values mean.</summary>
    public static bool IsForeign(string kind) => !All.Contains(kind) && kind is not (Composer or "DEFAULT");
}
