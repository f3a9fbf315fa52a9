// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>The entry points of one distribution (Paste Deploy's EggLoader).</summary>
internal sealed class EggScope(ConfigFiles files, string distribution) : Scope
{
    public const string OwnDistribution = "wsgi-composer";

    private const int MostNames = 24;

    internal override string Place => "";

    /// <summary>Python's <c>global_conf or {}</c>: the same dict where there is one.</summary>
    public static Conf OrEmpty(Conf? globalConf) => globalConf is { Count: > 0 } ? globalConf : new Conf();

    internal override Node Get(Resolution resolution, ObjectKind kind, Reference reference, Conf? globalConf)
    {
        if (reference.IsUri)
        {
            return new ConfigUri(files, relativeTo: null, display: "").Get(resolution, kind, reference, name: null, globalConf);
        }
        var entry = reference.Name ?? "main";
        return Find(kind, reference, entry, new FactoryReference("egg", distribution, entry, reference.Source, ""), globalConf);
    }

    /// <summary>The object that an entry point makes.</summary>
    public Node Find(ObjectKind kind, Reference reference, string entry, FactoryReference factory, Conf? globalConf)
    {
        if (distribution.Length == 0)
        {
            return Failure.Of(kind, reference, "no-factory", "egg: is followed by the name of a distribution", new PythonError("ValueError", "A distribution name is required."), "write egg:Distribution#entry");
        }
        if (files.EntryPoints.Of(distribution) is not { } points)
        {
            return DistributionName.IsPossible(distribution) ? Unknown() : NoDistribution(kind, reference);
        }
        var groups = KindRules.Protocols(kind);
        var found = groups.Select(group => group.FirstOrDefault(protocol => Has(points, protocol, entry))).OfType<string>().ToList();
        return found switch
        {
            [var protocol] => Node(protocol),
            [] => factory.Scheme == "egg" && entry.Length > 0 && files.EntryPoints.IsPartial(distribution) ? Unknown() : NoEntry(kind, reference, entry, points),
            _ => Ambiguous(kind, reference, entry, groups[^1]),
        };

        FactoryNode Unknown() => Node(null);

        FactoryNode Node(string? protocol) => new()
        {
            Kind = kind,
            Name = factory.ToString(),
            Source = reference.Source,
            Factory = factory,
            Protocol = protocol,
            IsComposite = KindRules.IsComposite(protocol),
            GlobalConf = OrEmpty(globalConf),
            Scope = this,
        };
    }

    private static bool Has(IReadOnlyList<EntryPoint> points, string group, string name) => points.Any(point => point.Group == group && point.Name == name);

    private ErrorNode NoDistribution(ObjectKind kind, Reference reference) =>
        Failure.Of(kind, reference, "no-factory", $"'{distribution}' is not the name of a distribution", new PythonError("PackageNotFoundError", $"No package metadata was found for {distribution}"), "write egg:Distribution#entry, without a version and without blanks");

    private ErrorNode Ambiguous(ObjectKind kind, Reference reference, string entry, string[] lastGroup)
    {
        var python = $"Ambiguous entry points for {PythonRepr.Of(entry)} in egg {PythonRepr.Of(distribution)} (protocols: {string.Join(", ", lastGroup)})";
        return Failure.Of(kind, reference, "ambiguous-factory", $"distribution '{distribution}' has several entry points '{entry}' that make an app", new PythonError("LookupError", python));
    }

    private string Owner => DistributionName.Same(distribution, OwnDistribution) ? "Composer" : $"'{distribution}'";

    private ErrorNode NoEntry(ObjectKind kind, Reference reference, string entry, IReadOnlyList<EntryPoint> points)
    {
        var protocols = KindRules.Protocols(kind).SelectMany(group => group).ToList();
        var python = $"Entry point {PythonRepr.Of(entry)} not found in egg {PythonRepr.Of(distribution)} (protocols: {string.Join(", ", protocols)}; entry_points: )";
        var word = KindRules.Word(kind);
        var names = points.Where(point => protocols.Contains(point.Group)).Select(point => point.Name).Distinct(StringComparer.Ordinal).ToList();
        return Failure.Of(kind, reference, "no-factory", $"{Owner} has no {word} '{entry}'", new PythonError("LookupError", python), OtherKind(kind, entry, points) ?? Hint(word, entry, names));
    }

    // An app or a composite in a [filter:], say.
    private static string? OtherKind(ObjectKind kind, string entry, IReadOnlyList<EntryPoint> points)
    {
        var group = KindRules.All.Where(other => other != kind).SelectMany(KindRules.Protocols).SelectMany(group => group).FirstOrDefault(group => Has(points, group, entry));
        if (group is null)
        {
            return null;
        }
        var section = KindRules.IsComposite(group) ? "composite" : KindRules.Word(KindRules.All.First(other => KindRules.Knows(other, group)));
        return $"it is {(section == "app" ? "an" : "a")} {section}; its section is [{section}:NAME]";
    }

    private string Hint(string word, string entry, List<string> names) =>
        Similar.To(entry, names) is { } near ? $"did you mean '{near}'?"
        : names.Count > MostNames ? $"compose plugins {(Owner == "Composer" ? "" : distribution + " ")}lists its {word}s"
        : names.Count > 0 ? $"its {word}s: {string.Join(", ", names.Order(StringComparer.Ordinal))}"
        : $"'{distribution}' has no {word}s at all";
}
