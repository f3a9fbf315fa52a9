// SPDX-License-Identifier: MIT
using System.Reflection;

namespace Composer.Tests.Architecture;

/// <summary>What every C# component brings along.</summary>
public sealed class ComponentTests
{
    private static readonly Registry Registry = new(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers"));

    public static TheoryData<string> Names => [.. Registry.Components.Select(component => component.Name).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_component_has_an_example_that_the_tests_run(string name) =>
        Assert.Contains(
            Repository.Files("config-examples", "*.ini").SelectMany(file => File.ReadLines(Repository.At(file))),
            line => line.Replace(" ", "", StringComparison.Ordinal) == $"use=composer:{name}");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_component_has_a_test_class_of_its_name(string name) =>
        Assert.Contains(
            typeof(ComponentTests).Assembly.GetTypes(),
            type => Of(name).Any(component => type.Name == component.Type.Name + "Tests"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_component_has_a_page_in_the_manual(string name)
    {
        var folder = Of(name).All(component => component.Kind == ComponentKind.Server) ? "servers" : "middleware";

        Assert.True(File.Exists(Repository.At("docs", folder, $"{name}.md")), $"docs/{folder}/{name}.md is missing");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_components_page_names_every_setting(string name)
    {
        var folder = Of(name).All(component => component.Kind == ComponentKind.Server) ? "servers" : "middleware";
        var page = File.ReadAllText(Repository.At("docs", folder, $"{name}.md"));

        Assert.All(
            Of(name).SelectMany(component => component.Settings).Where(setting => !setting.IsRemaining),
            setting => Assert.Matches($"`{setting.Name}[`.]", page));
    }

    [Fact]
    public void A_filter_has_a_row_in_the_page_of_costs()
    {
        var page = File.ReadAllText(Repository.At("docs", "costs.md"));

        Assert.All(Registry.Components.Where(component => component.Kind == ComponentKind.Filter), filter => Assert.Matches($@"\n\| {filter.Name} \|[^|]*\| [0-9.]+ µs \|", page));
    }

    [Fact]
    public void No_two_components_of_a_kind_share_a_name() =>
        Assert.All(
            Registry.Components.SelectMany(component => component.Aliases.Prepend(component.Name).Select(name => (component.Kind, name))).CountBy(pair => pair),
            pair => Assert.Equal(1, pair.Value));

    private static IEnumerable<Component> Of(string name) => Registry.Components.Where(component => component.Name == name);
}
