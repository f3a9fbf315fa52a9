// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Tests.Loader;

/// <summary>What a request is told of the filters around it: <c>composer.filters</c>.</summary>
public sealed class FilterNamesTests : LoaderTest
{
    private const string Site = """
        [pipeline:main]
        pipeline = a map
        [composite:map]
        use = composer:mount
        /plain = site
        /pipeline = further
        /wrapped = wrapped
        /app = filter-app
        [pipeline:further]
        pipeline = b c wrapped
        [app:site]
        use = composer:say
        [app:wrapped]
        use = composer:say
        filter-with = c
        [filter-app:filter-app]
        use = composer:around
        word = W
        next = wrapped
        [filter:a]
        use = composer:around
        word = A
        [filter:b]
        use = composer:around
        word = B
        [filter:c]
        use = composer:around
        word = C
        filter-with = d
        [filter:d]
        use = composer:around
        word = D
        """;

    [Theory]
    [InlineData("/plain", "a")]
    [InlineData("/pipeline", "a b d c d c")]
    [InlineData("/wrapped", "a d c")]
    [InlineData("/app", "a filter-app d c")]
    public async Task A_request_is_told_the_filters_that_it_passes_outermost_first(string path, string expected)
    {
        var environ = new Environ { PathInfo = path };

        await using var response = await Load(Site).App.InvokeAsync(environ);

        Assert.Equal(expected.Split(' '), environ[EnvironKey.Filters]);
    }

    [Fact]
    public async Task A_site_without_filters_tells_nothing()
    {
        var environ = new Environ();

        await using var response = await Load("[app:main]\nuse = composer:say\n").App.InvokeAsync(environ);

        Assert.Null(environ[EnvironKey.Filters]);
    }
}
