// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Which sections and which protocols make which kind of object (Paste Deploy's _ObjectType).</summary>
internal static class KindRules
{
    public const string AppFactory = "paste.app_factory";
    public const string CompositeFactory = "paste.composite_factory";
    public const string CompositFactory = "paste.composit_factory";

    private static readonly string[][] AppPrefixes = [["app", "application"], ["composite", "composit"], ["pipeline"], ["filter-app"]];
    private static readonly string[][] FilterPrefixes = [["filter"]];
    private static readonly string[][] ServerPrefixes = [["server"]];

    private static readonly string[][] AppProtocols = [[AppFactory], [CompositeFactory], [CompositFactory]];
    private static readonly string[][] FilterProtocols = [["paste.filter_factory", "paste.filter_app_factory"]];
    private static readonly string[][] ServerProtocols = [["paste.server_factory", "paste.server_runner"]];

    public static IReadOnlyList<ObjectKind> All { get; } = [ObjectKind.App, ObjectKind.Filter, ObjectKind.Server];

    /// <summary>Every word that may stand before the colon of a header.</summary>
    public static IReadOnlyList<string> SectionKinds => Config.SectionKinds.All;

    /// <summary>Section prefixes in groups: within a group the first that matches wins, matches of several groups are ambiguous.</summary>
    public static string[][] Prefixes(ObjectKind kind) => kind switch
    {
        ObjectKind.App => AppPrefixes,
        ObjectKind.Filter => FilterPrefixes,
        _ => ServerPrefixes,
    };

    /// <summary>Entry-point groups, grouped in the same way.</summary>
    public static string[][] Protocols(ObjectKind kind) => kind switch
    {
        ObjectKind.App => AppProtocols,
        ObjectKind.Filter => FilterProtocols,
        _ => ServerProtocols,
    };

    public static string Word(ObjectKind kind) => kind switch
    {
        ObjectKind.App => "app",
        ObjectKind.Filter => "filter",
        _ => "server",
    };

    public static bool IsComposite(string? protocol) => protocol is CompositeFactory or CompositFactory;

    public static bool Knows(ObjectKind kind, string? protocol) => Protocols(kind).Any(group => group.Contains(protocol));

    /// <summary>The old spelling becomes the new one.</summary>
    public static string? Normalized(string? protocol) => protocol == CompositFactory ? CompositeFactory : protocol;

    /// <summary>How a section calls a factory that does not say it itself (<c>use = call:</c>).</summary>
    public static string ProtocolOf(Config.Section section) => section.Kind switch
    {
        "app" or "application" => AppFactory,
        "composite" or "composit" => CompositeFactory,
        _ => $"paste.{section.Kind}_factory",
    };
}
