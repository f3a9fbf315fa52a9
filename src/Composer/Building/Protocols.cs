// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The ways to call a Python factory: Paste Deploy's protocols, which are also its entry-point groups.</summary>
internal static class Protocols
{
    public const string App = "paste.app_factory";
    public const string Composite = "paste.composite_factory";
    public const string OldComposite = "paste.composit_factory";
    public const string Filter = "paste.filter_factory";
    public const string FilterApp = "paste.filter_app_factory";
    public const string Server = "paste.server_factory";
    public const string ServerRunner = "paste.server_runner";

    /// <summary>The protocols that make a kind of object, preferred ones first.</summary>
    public static IReadOnlyList<string> Groups(ObjectKind kind) => kind switch
    {
        ObjectKind.App => [App, Composite, OldComposite],
        ObjectKind.Filter => [Filter, FilterApp],
        _ => [Server, ServerRunner],
    };

    /// <summary>How many arguments come before the settings: <c>global_conf</c>, and an app or a loader before that.</summary>
    public static int Leading(string protocol) => protocol is Composite or OldComposite or FilterApp or ServerRunner ? 2 : 1;

    /// <summary>Whether the factory is given a loader.</summary>
    public static bool IsComposite(string protocol) => protocol is Composite or OldComposite;
}
