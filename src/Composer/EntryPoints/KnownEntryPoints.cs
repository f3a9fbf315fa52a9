// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The installed distributions, and those whose names config files use everywhere: they are known even where they are not installed.</summary>
internal sealed class KnownEntryPoints(IEntryPoints? installed) : IEntryPoints
{
    private static readonly Dictionary<string, EntryPoint[]> BuiltIn = new(DistributionName.Comparer)
    {
        ["Paste"] =
        [
            .. Group("paste.app_factory", "cgi pkg_resources proxy static test test_slow transparent_proxy urlparser watch_threads"),
            .. Group("paste.composite_factory", "cascade urlmap"),
            .. Group("paste.filter_app_factory", "auth_basic auth_cookie auth_digest auth_form auth_tkt cgitb config cowbell error_catcher errordocument evalerror flup_session grantip gzip httpexceptions lint openid paste_session pony printdebug profile recursive registry session translogger wdg_validate"),
            .. Group("paste.server_runner", "http"),
        ],
        ["PasteDeploy"] = Group("paste.filter_app_factory", "config prefix"),
        ["waitress"] = Group("paste.server_runner", "main"),
        ["gunicorn"] = Group("paste.server_runner", "main"),
    };

    // These are never asked of the installation: to find that may cost the start of an interpreter.
    private static readonly string[] Complete = ["Paste", "PasteDeploy", "waitress", "gunicorn"];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Distributions => [.. (installed?.Distributions ?? []).Union(BuiltIn.Keys, DistributionName.Comparer)];

    /// <inheritdoc/>
    public IReadOnlyList<EntryPoint>? Of(string distribution) => IsComplete(distribution) ? BuiltIn[distribution] : installed?.Of(distribution);

    /// <summary>Whether only some of a distribution's entry points are known, because it is not installed.</summary>
    public bool IsPartial(string distribution) => !IsComplete(distribution) && installed?.Of(distribution) is null;

    private static bool IsComplete(string distribution) => Complete.Contains(distribution, DistributionName.Comparer);

    private static EntryPoint[] Group(string group, string names) => [.. names.Split(' ').Select(name => new EntryPoint(group, name, ""))];
}
