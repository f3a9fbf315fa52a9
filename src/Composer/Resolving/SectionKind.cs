// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Tells a misspelt <c>[pipline:main]</c> from a section that belongs to another tool.</summary>
internal static class SectionKind
{
    /// <summary>The header that a section's author probably meant, or null when its kind is one of ours, or resembles none.</summary>
    public static string? MeantHeader(Section section) => Dotted(section) ?? (Meant(section) is { } meant ? $"{meant}:{section.Name}" : null);

    /// <summary>What <c>[app.main]</c>, TOML's form, or <c>[app main]</c> is in INI: <c>app:main</c>; null for any other header.</summary>
    public static string? Dotted(Section section) =>
        section.Name is null && section.Kind.Split(['.', ' '], 2) is [var kind, { Length: > 0 } name] && KindRules.SectionKinds.Contains(kind) ? $"{kind}:{name}" : null;

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
