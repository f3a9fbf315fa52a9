// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Composer.Tests.Loader;

/// <summary>What holds for every component that Composer brings.</summary>
public sealed class ComponentSettingsTests
{
    private static readonly Registry Shipped = new(typeof(Composer.Middleware.UrlMap).Assembly, typeof(Composer.Servers.Kestrel.HttpServerOptions).Assembly);

    public static IEnumerable<object[]> Components => Shipped.Components.Select(component => new object[] { component.Kind.ToString(), component.Name });

    [Theory]
    [MemberData(nameof(Components))]
    public void Every_setting_has_a_type_that_can_be_written(string kind, string name)
    {
        foreach (var setting in Component(kind, name).Settings.Where(setting => setting.Shape.Item != typeof(IWsgiApp) && setting.Shape.Item != typeof(IPythonCallable)))
        {
            var error = Record.Exception(() => Converter.Scalar(setting.Shape.Item, "1", isSize: false));

            Assert.True(error is null, $"{name}: {setting.Name}: {error?.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Components))]
    public void No_two_settings_share_a_name(string kind, string name)
    {
        var names = Component(kind, name).Settings.SelectMany(setting => setting.Names).ToList();

        Assert.Equal(names.Distinct(), names);
    }

    [Theory]
    [MemberData(nameof(Components))]
    public void The_constructor_asks_only_for_what_Composer_has(string kind, string name)
    {
        var services = new Services(TimeProvider.System, NullLoggerFactory.Instance);
        foreach (var parameter in Component(kind, name).Constructor.GetParameters().Where(parameter => !parameter.HasDefaultValue))
        {
            var known = Composer.Component.IsOptions(parameter)
                || parameter.ParameterType == typeof(IWsgiApp)
                || parameter.ParameterType == typeof(ComponentInfo)
                || parameter.ParameterType == typeof(IPythonCode)
                || parameter.ParameterType == typeof(IEnumerable<IReadiness>)
                || services.Get(parameter.ParameterType) is not null;

            Assert.True(known, $"{name} asks for {parameter.ParameterType}");
        }
    }

    [Fact]
    public void No_two_components_of_a_kind_share_a_name()
    {
        var names = Shipped.Components.SelectMany(component => component.Aliases.Prepend(component.Name).Select(name => (Registry.Fits(component.Kind, ComponentKind.App), component.Kind is ComponentKind.Filter, name))).ToList();

        Assert.Equal(names.Distinct(), names);
    }

    private static Component Component(string kind, string name) =>
        Shipped.Components.Single(component => component.Name == name && component.Kind.ToString() == kind);
}
