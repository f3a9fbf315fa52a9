// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Which settings of a known composite name apps.</summary>
internal sealed class ChildRule
{
    private static readonly ChildRule UrlMap = new(_ => true, "not_found_app");
    private static readonly ChildRule OwnUrlMap = new(IsPlaceOr404, "not_found_app");
    private static readonly ChildRule Cascade = new(key => key.StartsWith("app", StringComparison.Ordinal), null);

    private readonly Func<string, bool> _names;
    private readonly string? _global;

    private ChildRule(Func<string, bool> names, string? global) => (_names, _global) = (names, global);

    /// <summary>The rule of a composite, or null.</summary>
    public static ChildRule? Of(FactoryNode node) => node.Factory switch
    {
        { Scheme: "composer", Target: "urlmap" or "router" } => OwnUrlMap,
        { Scheme: "composer", Target: "cascade" } => Cascade,
        { Scheme: "egg" } egg when DistributionName.Same(egg.Target, "Paste") || DistributionName.Same(egg.Target, "wsgi-composer") => OfEntry(egg.Entry),
        { Scheme: "call" or "import", Target: "paste.urlmap", Entry: "urlmap_factory" } when node.IsComposite => UrlMap,
        { Scheme: "call" or "import", Target: "paste.cascade", Entry: "make_cascade" } when node.IsComposite => Cascade,
        _ => null,
    };

    /// <summary>The settings that name apps; one in global_conf counts when the section has none.</summary>
    public IEnumerable<ConfEntry> ChildrenOf(FactoryNode node)
    {
        var entries = node.LocalConf.Where(entry => _names(entry.Key));
        var inherited = _global is not null && !node.LocalConf.Contains(_global) ? node.GlobalConf[_global] : null;
        var all = inherited is null ? entries : entries.Append(inherited);
        return all.Where(entry => entry.Key != _global || entry.Text.Text.Length > 0);
    }

    // The other settings are encoded_slash, strict_slash, pattern.name.
    private static bool IsPlaceOr404(string key) => key == "not_found_app" || key.StartsWith("domain ", StringComparison.Ordinal) || (key.Contains('/', StringComparison.Ordinal) && !key.StartsWith("pattern.", StringComparison.Ordinal));

    private static ChildRule? OfEntry(string entry) => entry switch { "urlmap" => UrlMap, "router" => OwnUrlMap, "cascade" => Cascade, _ => null };
}
