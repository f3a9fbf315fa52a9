// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Tests.Schema;

/// <summary>The page that lists every component: by purpose, which is written by hand, and then in tables made from their attributes and comments.</summary>
public sealed class MiddlewarePageTests
{
    [Fact]
    public void The_page_lists_every_app_composite_and_filter()
    {
        var page = Repository.At("docs", "middleware.md");
        var components = new Registry(Assembly.Load("Composer.Middleware")).Components;
        var written = File.ReadAllText(page);
        var text = new StringBuilder(written[..written.IndexOf("## Filters\n", StringComparison.Ordinal)]);
        Assert.All(components, component => Assert.Contains($"[{component.Name}](middleware/{component.Name}.md)", text.ToString(), StringComparison.Ordinal));

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

    [Fact]
    public void The_order_that_it_proposes_is_one_that_check_has_nothing_against()
    {
        var lines = File.ReadAllLines(Repository.At("docs", "middleware.md"));
        var order = lines[Array.IndexOf(lines, "```") + 1].Replace("auth_…", "auth_basic auth_form auth_jwt", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1];
        var rules = OrderRule.Of(new Registry(Assembly.Load("Composer.Middleware")));

        var wrong =
            from outer in Enumerable.Range(0, order.Length)
            from inner in Enumerable.Range(outer + 1, order.Length - outer - 1)
            from rule in rules
            where rule.Outer.Contains(order[inner]) && rule.Inner.Contains(order[outer])
            select $"{order[inner]} belongs outside of {order[outer]}";

        Assert.InRange(order.Length, 10, 30);
        Assert.Empty(wrong);
    }

    private static string Aliases(Component component) => component.Aliases.Count == 0 ? "" : $" ({string.Join(", ", component.Aliases)})";
}
