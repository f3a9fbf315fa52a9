// SPDX-License-Identifier: MIT
using Composer.Tests.Architecture;

namespace Composer.Tests.Formats;

public sealed class ExampleFormatsTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData("site")]
    [InlineData("formats")]
    public void An_example_means_the_same_in_all_three_formats(string name)
    {
        var ini = GraphOf.File(Repository.At("config-examples", name + ".ini"));

        Assert.Equal(ini, GraphOf.File(Repository.At("config-examples", name + ".toml")));
        Assert.Equal(ini, GraphOf.File(Repository.At("config-examples", name + ".yaml")));
    }
}
