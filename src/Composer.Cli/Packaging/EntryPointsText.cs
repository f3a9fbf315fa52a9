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

    /// <summary>Every name and alias of every component, and the command <c>compose</c> for those who install the wheel.</summary>
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
        return text.ToString();
    }

    private static IEnumerable<string> NamesOf(Component component) => component.Aliases.Prepend(component.Name);

    [GeneratedRegex(@"\W")]
    private static partial Regex NoIdentifier();
}
