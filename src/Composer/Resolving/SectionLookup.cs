// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Finds the section of a name (Paste Deploy's find_config_section), or says why there is not exactly one.</summary>
internal static class SectionLookup
{
    /// <summary>The sections that match; only exactly one is an answer.</summary>
    /// <param name="file">Where to look.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="name">The name; null also takes a bare <c>[app]</c>.</param>
    public static IReadOnlyList<Section> Find(ConfigFile file, ObjectKind kind, string? name)
    {
        var found = new List<Section>();
        foreach (var group in KindRules.Prefixes(kind))
        {
            found.AddRange(group.Select(prefix => Find(file, prefix, name)).FirstOrDefault(matches => matches.Count > 0) ?? []);
        }
        return found;
    }

    /// <summary>Why there is not exactly one.</summary>
    /// <param name="file">Where it was looked for.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="reference">The name, and who asks for it.</param>
    /// <param name="found">The sections that match.</param>
    /// <param name="entryPoints">Knows Composer's components, which a name may mean.</param>
    public static ErrorNode Failure(ConfigFile file, ObjectKind kind, Reference reference, IReadOnlyList<Section> found, KnownEntryPoints entryPoints)
    {
        var prefixes = string.Join(" or ", KindRules.Prefixes(kind).SelectMany(group => group).Select(PythonRepr.Of));
        var name = PythonRepr.Of(reference.Name);
        if (found.Count > 0)
        {
            var headers = PythonRepr.Of(found.Select(section => section.Header));
            var python = new PythonError("LookupError", $"Ambiguous section names {headers} for section {name} (prefixed by {prefixes}) found in config {file.PythonName}");
            return Ambiguous(kind, reference, found, python);
        }
        var missing = new PythonError("LookupError", $"No section {name} (prefixed by {prefixes}) found in config {file.PythonName}");
        return Missing(file, kind, reference, missing, entryPoints);
    }

    private static List<Section> Find(ConfigFile file, string prefix, string? name)
    {
        var found = new List<Section>();
        if (name is null && file.Document[prefix] is { } bare)
        {
            found.Add(bare);
        }
        found.AddRange(file.Find(prefix, name ?? "main"));
        return found;
    }

    private static ErrorNode Ambiguous(ObjectKind kind, Reference reference, IReadOnlyList<Section> found, PythonError python)
    {
        var places = string.Join(" and ", found.Select(section => $"{section.Title} ({section.Source.File}:{section.Source.Line})"));
        var at = reference.Asker is null ? reference with { Source = found[^1].Source } : reference;
        return Composer.Failure.Of(kind, at, "ambiguous-section", $"'{reference.Name ?? "main"}' can mean {places}", python, "rename one of them");
    }

    private static ErrorNode Missing(ConfigFile file, ObjectKind kind, Reference reference, PythonError python, KnownEntryPoints entryPoints)
    {
        var name = reference.Name ?? "main";
        var word = KindRules.Word(kind);
        var other = KindRules.All.Where(otherKind => otherKind != kind).SelectMany(otherKind => Find(file, otherKind, name)).FirstOrDefault();
        if (other is not null && reference.InPipeline)
        {
            return kind == ObjectKind.Filter
                ? Composer.Failure.Of(kind, reference, "app-in-the-middle", $"'{name}' is an app; only the last name of a pipeline may be an app", python, $"put '{name}' last")
                : Composer.Failure.Of(kind, reference, "no-such-section", $"'{name}' is {A(other.Kind)}; the last name of a pipeline must be an app", python, "put the app after it");
        }
        var here = reference.Asker is null || reference.Source.File == file.Document.File ? "" : $" in {file.Document.File}";
        var message = reference.Asker is null
            ? $"there is no {word} '{name}'"
            : $"{reference.Asker} asks for {word} '{name}', but there is no {WrittenForm.OfSection(file.Document.File, $"{word}:{name}")}{here}";
        var hint = other is null ? ValueHint.ForName(name, reference.Source.File) ?? Hint(file, kind, name, () => Component(kind, reference, entryPoints)) : $"{other.Title} ({Place(other)}) is {A(other.Kind)}";
        var at = string.IsNullOrEmpty(reference.Source.File) ? reference with { Source = new Source(file.Document.File) } : reference;
        return Composer.Failure.Of(kind, at, "no-such-section", message, python, hint);
    }

    // A component needs no section where a URI may stand; in a pipeline it has one.
    private static string? Component(ObjectKind kind, Reference reference, KnownEntryPoints entryPoints)
    {
        var groups = KindRules.Protocols(kind).SelectMany(group => group);
        if (reference.Asker is null || entryPoints.Of(EggScope.OwnDistribution)?.Any(point => point.Name == reference.Name && groups.Contains(point.Group)) != true)
        {
            return null;
        }
        var use = WrittenForm.OfSetting(reference.Source.File, "use", $"composer:{reference.Name}");
        return reference.InPipeline
            ? $"for Composer's {reference.Name}, write {WrittenForm.OfSection(reference.Source.File, $"{KindRules.Word(kind)}:{reference.Name}")} with {use}"
            : $"did you mean composer:{reference.Name}?";
    }

    private static string? Hint(ConfigFile file, ObjectKind kind, string name, Func<string?> component)
    {
        if (!file.TakeSearch())
        {
            return null;
        }
        var prefixes = KindRules.Prefixes(kind).SelectMany(group => group).ToList();
        var sections = file.Document.Sections.Where(section => section.Name is not null && prefixes.Contains(section.Kind)).ToList();
        if (file.Document.Sections.FirstOrDefault(section => prefixes.Any(prefix => SectionKind.MeantHeader(section) == $"{prefix}:{name}")) is { } misspelt)
        {
            return $"did you mean {WrittenForm.OfSection(misspelt.Source.File, SectionKind.MeantHeader(misspelt)!)} where {Place(misspelt)} has {misspelt.Title}?"; // it was found by that header
        }
        if (kind == ObjectKind.App && name.Any(Blank.Is))
        {
            return $"one name is wanted; for filters before an app write {WrittenForm.OfSection(file.Document.File, "pipeline:NAME")}, and NAME here";
        }
        var near = Similar.To(name, sections.Select(section => section.Name).OfType<string>());
        if (near is not null)
        {
            return $"did you mean '{near}' ({Place(sections.First(section => section.Name == near))})?";
        }
        if (component() is { } meant)
        {
            return meant;
        }
        var names = sections.Select(section => section.Name).Distinct(StringComparer.Ordinal).Take(10).ToList();
        return names.Count == 0 ? null : $"the {KindRules.Word(kind)}s here: {string.Join(", ", names)}";
    }

    private static string A(string kind) => kind[0] == 'a' ? $"an {kind}" : $"a {kind}";

    private static string Place(Section section) => $"{section.Source.File}:{section.Source.Line}";
}
