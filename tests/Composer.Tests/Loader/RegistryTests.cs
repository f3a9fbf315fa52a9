// SPDX-License-Identifier: MIT
using Xunit;

namespace Composer.Tests.Loader;

public sealed class RegistryTests
{
    private static readonly Registry Registry = new(typeof(RegistryTests).Assembly);

    [Theory]
    [InlineData(ComponentKind.App, "say", typeof(Say))]
    [InlineData(ComponentKind.App, "tell", typeof(Say))]
    [InlineData(ComponentKind.App, "mount", typeof(Mount))]
    [InlineData(ComponentKind.Composite, "say", typeof(Say))]
    [InlineData(ComponentKind.Filter, "around", typeof(Around))]
    [InlineData(ComponentKind.Server, "quiet", typeof(Quiet))]
    public void Finds_components_by_name_and_alias(ComponentKind wanted, string name, Type expected) =>
        Assert.Equal(expected, Registry.Find(wanted, name)?.Type);

    [Theory]
    [InlineData(ComponentKind.Filter, "say")]
    [InlineData(ComponentKind.App, "around")]
    [InlineData(ComponentKind.App, "Say")]
    public void Does_not_find_what_cannot_stand_there(ComponentKind wanted, string name) =>
        Assert.Null(Registry.Find(wanted, name));

    [Theory]
    [InlineData("Paste", "test", true)]
    [InlineData("paste", "test", true)]
    [InlineData("Paste", "Test", false)]
    [InlineData("PasteDeploy", "test", false)]
    public void Finds_what_stands_in_for_an_entry_point(string distribution, string entryPoint, bool found) =>
        Assert.Equal(found, Registry.FindReplacement(ComponentKind.App, distribution, entryPoint) is not null);

    [Fact]
    public void Describes_settings_from_the_options_record()
    {
        var depth = Registry.Find(ComponentKind.Filter, "around")!.Settings.Single(setting => setting.Name == "depth");

        Assert.Equal(["deep"], depth.OtherNames);
        Assert.Equal(6, depth.Default);
        Assert.Equal("1 to 9, default 6", depth.Summary());
    }

    [Theory]
    [InlineData("MinimumSize", "minimum_size")]
    [InlineData("Http2", "http2")]
    [InlineData("SSLPem", "ssl_pem")]
    [InlineData("UrlScheme", "url_scheme")]
    public void Names_are_written_in_snake_case(string property, string expected) =>
        Assert.Equal(expected, SettingName.Of(property));
}
