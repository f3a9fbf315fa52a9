// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Tests.Schema;

/// <summary>The page that lists every component, made from their attributes and comments.</summary>
public sealed class MiddlewarePageTests
{
    [Fact]
    public void The_page_lists_every_app_composite_and_filter()
    {
        var page = Repository.At("docs", "middleware.md");
        var components = new Registry(Assembly.Load("Composer.Middleware")).Components;
        var text = new StringBuilder("""
            # Middleware

            Every app, composite and filter in C#, with the names of Python's that it takes the place of. Written by the tests (`UPDATE_CASES=1`).


            """);
        foreach (var kind in (ComponentKind[])[ComponentKind.Filter, ComponentKind.Composite, ComponentKind.App])
        {
            text.Append($"## {kind}s\n\n| {SettingText.Of(kind)} | what it does | stands in for |\n|---|---|---|\n");
            foreach (var component in components.Where(component => component.Kind == kind).OrderBy(component => component.Name, StringComparer.Ordinal))
            {
                text.Append($"| [{component.Name}](middleware/{component.Name}.md){Aliases(component)} | {component.Description} | {string.Join(", ", component.Replaces.Select(name => $"`{name}`"))} |\n");
            }
            text.Append('\n');
        }
        var expected = text.ToString().TrimEnd('\n') + "\n";

        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(page, expected);
        }

        Assert.Equal(expected, File.ReadAllText(page));
    }

    private static string Aliases(Component component) => component.Aliases.Count == 0 ? "" : $" ({string.Join(", ", component.Aliases)})";
}
