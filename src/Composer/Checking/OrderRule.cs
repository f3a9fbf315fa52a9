// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Wsgi;

namespace Composer;

/// <summary>One filter must be outside of another.</summary>
/// <param name="Outer">Names of the one.</param>
/// <param name="Inner">Names of the other.</param>
/// <param name="Otherwise">What goes wrong otherwise.</param>
internal sealed record OrderRule(IReadOnlyList<string> Outer, IReadOnlyList<string> Inner, string Otherwise)
{
    private static readonly string[] Sessions = ["session", "Beaker#beaker_session", "Paste#session"];
    private static readonly string[] Authentication = ["auth_form", "auth_digest", "auth_cookie", "Paste#auth_form", "Paste#auth_digest", "Paste#auth_cookie", "repoze.who#config"];

    // What no C# component says, because both sides may be Python's.
    private static readonly OrderRule[] Known =
    [
        new(Sessions, ["auth_form", "Paste#auth_form"], "the form cannot keep in the session who logged in"),
        new(["registry", "Paste#registry"], Sessions, "Beaker cannot register its session"),
        new(Authentication, ["cache"], "the cache answers whoever asks"),
        new(["cors"], ["WebError#main", "WebError#evalerror"], "error pages lack the CORS headers, and scripts see no error but a failed request"),
    ];

    /// <summary>All rules: those that components state, and those of the Python world.</summary>
    public static IReadOnlyList<OrderRule> Of(Registry registry) =>
        [.. registry.Components.SelectMany(Stated), .. Known];

    /// <summary>The names by which rules call a component.</summary>
    public static IEnumerable<string> NamesOf(Component component) => component.Aliases.Concat(component.Replaces).Prepend(component.Name);

    private static IEnumerable<OrderRule> Stated(Component component)
    {
        IReadOnlyList<string> own = [.. NamesOf(component)];
        return component.Type.GetCustomAttributes<FilterOrderAttribute>(false).Select(stated => stated is OutsideOfAttribute
            ? new OrderRule(own, stated.Others, stated.Otherwise)
            : new OrderRule(stated.Others, own, stated.Otherwise));
    }
}
