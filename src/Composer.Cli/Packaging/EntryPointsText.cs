// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Cli.Packaging;

/// <summary>The entry_points.txt under which Python tools find the C# components: <c>use = egg:wsgi-composer#compress</c>.</summary>
internal static partial class EntryPointsText
{
    private static readonly (ComponentKind Kind, string Group)[] Groups =
    [
        (ComponentKind.App, "paste.app_factory"),
        (ComponentKind.Composite, "paste.composite_factory"),
        (ComponentKind.Filter, "paste.filter_app_factory"),
        (ComponentKind.Server, "paste.server_runner"),
    ];

    // What pserve and others take a URI's scheme or a file's suffix for.
    private static readonly string[] PlasterSchemes = ["composer+ini", "composer+toml", "composer+yaml", "file+toml", "file+yaml", "file+yml"];

    /// <summary>Every name and alias of every component, the loader for plaster, the type for Beaker's sessions, and the command <c>compose</c> for those who install the wheel.</summary>
    public static string Of(IReadOnlyList<Component> components)
    {
        var text = new StringBuilder("[console_scripts]\ncompose = wsgi_composer.__main__:main\n");
        foreach (var (kind, group) in Groups)
        {
            text.Append($"\n[{group}]\n");
            foreach (var name in components.Where(component => component.Kind == kind).SelectMany(NamesOf).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append($"{name} = wsgi_composer.components:{kind.ToString().ToLowerInvariant()}.{NoIdentifier().Replace(name, "_")}\n");
            }
        }
        foreach (var group in (string[])["plaster.loader_factory", "plaster.wsgi_loader_factory"])
        {
            text.Append($"\n[{group}]\n").AppendJoin("", PlasterSchemes.Select(scheme => $"{scheme} = wsgi_composer.plaster:Loader\n"));
        }
        text.Append("\n[beaker.backends]\ncomposer = wsgi_composer.shim.backend:ComposerNamespace\n");
        return text.ToString();
    }

    private static IEnumerable<string> NamesOf(Component component) => component.Aliases.Prepend(component.Name);

    [GeneratedRegex(@"\W")]
    private static partial Regex NoIdentifier();
}
