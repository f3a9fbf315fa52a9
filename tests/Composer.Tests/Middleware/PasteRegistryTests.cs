// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

[Collection("Python")]
public sealed class PasteRegistryTests
{
    [Fact]
    public void A_global_name_stands_for_what_the_request_registered_in_every_block()
    {
        var app = Filter(PythonParts.App("registered"));

        Assert.Equal("one:one", Wsgi.Get("/?one", app).Text);
        Assert.Equal("two:two", Wsgi.Get("/?two", app).Text);
        Assert.Equal("nothing", Wsgi.Get("/", PythonParts.App("registered_name")).Text);
    }

    [Fact]
    public void It_holds_across_filters_in_C_sharp_that_wait_on_other_threads()
    {
        var app = Filter(Embedded.Waiting(PythonParts.App("registered")));

        Assert.Equal("one:one", Wsgi.Get("/?one", app).Text);
        Assert.Equal("nothing", Wsgi.Get("/", PythonParts.App("registered_name")).Text);
    }

    [Fact]
    public async Task Requests_at_the_same_time_do_not_see_each_others_objects()
    {
        var app = Filter(Embedded.Waiting(PythonParts.App("registered")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Wsgi.RequestAsync("GET", $"/?{i}", app)));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}:{i}"), answers.Select(answer => answer.Text));
    }

    [Fact]
    public void A_registry_within_another_ends_with_its_own_response()
    {
        var app = Filter(Filter(PythonParts.App("registered")));

        Assert.Equal("one:one", Wsgi.Get("/?one", app).Text);
        Assert.Equal("nothing", Wsgi.Get("/", PythonParts.App("registered_name")).Text);
    }

    [Fact]
    public void What_an_app_registers_ends_when_it_raises_and_when_the_client_goes_away()
    {
        Assert.ThrowsAny<Exception>(() => Wsgi.Get("/?raise", Filter(PythonParts.App("registered"))));
        Wsgi.Request("GET", "/?one", Filter(PythonParts.App("registered")), blocks: 1);

        Assert.Equal("nothing", Wsgi.Get("/", PythonParts.App("registered_name")).Text);
    }

    [Fact]
    public void The_body_of_a_component_that_registers_nothing_stays_what_it_is()
    {
        var body = Wsgi.Stream("200 OK", "a", "b");

        var result = Wsgi.Get("/", Filter(body));

        Assert.Equal("ab", result.Text);
        Assert.Equal(1, result.Closes);
    }

    private static PasteRegistry Filter(IWsgiApp next) => new(next, new PythonParts());
}
