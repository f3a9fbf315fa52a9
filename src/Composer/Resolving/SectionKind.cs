// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Tells a misspelt <c>[pipline:main]</c> from a section that belongs to another tool.</summary>
internal static class SectionKind
{
    /// <summary>The kind that a section's author probably meant, or null when the kind is one of ours, or resembles none.</summary>
    public static string? Meant(Section section)
    {
        if (section.Name is null || KindRules.SectionKinds.Contains(section.Kind))
        {
            return null;
        }
        var kind = Blank.Strip(section.Kind);
        return KindRules.SectionKinds.FirstOrDefault(known => known == kind) ?? (kind.Length < 3 ? null : Similar.To(kind, KindRules.SectionKinds));
    }
}
