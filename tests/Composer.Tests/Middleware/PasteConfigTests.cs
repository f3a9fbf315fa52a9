// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

[Collection("Python")]
public sealed class PasteConfigTests
{
    private static readonly EnvironKey Key = EnvironKey.Of("paste.config");

    [Fact]
    public void An_app_finds_the_sections_settings_over_those_of_all_sections()
    {
        var app = Filter(Wsgi.App(Echo), new() { ["a"] = "default", ["b"] = "default" }, ("a", "own"), ("c", "own"));

        Assert.Equal("a=own b=default c=own", Wsgi.Get("/", app).Text);
    }

    [Fact]
    public void Each_request_has_a_copy()
    {
        var app = Filter(Wsgi.App(environ =>
        {
            var response = Echo(environ);
            ((IDictionary<string, object?>)environ[Key]!)["a"] = "changed"; // set by the filter
            return response;
        }), [], ("a", "1"));

        Assert.Equal("a=1", Wsgi.Get("/", app).Text);
        Assert.Equal("a=1", Wsgi.Get("/", app).Text);
    }

    [Fact]
    public async Task Behind_a_filter_within_another_the_outer_settings_are_there_again()
    {
        object? between = null;
        var inner = Filter(Wsgi.App(Echo), [], ("a", "inner"));
        var app = Filter(Wsgi.App(async environ =>
        {
            var response = await inner.InvokeAsync(environ);
            between = ((IReadOnlyDictionary<string, object?>)environ[Key]!)["a"]; // set by the filter
            return response;
        }), [], ("a", "outer"));
        var environ = Wsgi.Environ("GET", "/");

        var result = await Wsgi.RunAsync(environ, app);

        Assert.Equal("a=inner", result.Text);
        Assert.Equal("outer", between);
        Assert.Null(environ[Key]);
    }

    [Fact]
    public async Task An_app_that_is_still_making_its_body_sees_its_settings()
    {
        var environ = Wsgi.Environ("GET", "/");
        environ[Key] = "outer";

        var result = await Wsgi.RunAsync(environ, await StartedAsync(Filter(PythonParts.App("config_later"), [], ("a", "1"))));

        Assert.Equal("1 1 1", result.Text);
        Assert.Equal("outer", environ[Key]);
    }

    [Fact]
    public async Task Python_finds_them_in_its_environ_and_in_the_global_CONFIG_of_each_package()
    {
        var app = await StartedAsync(Filter(Embedded.Waiting(PythonParts.App("config_later")), [], ("a", "2")));

        Assert.Equal("2 2 2", Wsgi.Get("/", app).Text);
        Assert.Equal("None", Wsgi.Get("/", PythonParts.App("config_now")).Text);
    }

    [Fact]
    public async Task A_site_without_Python_never_calls_any()
    {
        var filter = new PasteConfig(new PasteConfigOptions(), Wsgi.App(Echo), new ComponentInfo("settings", "/"), new PythonParts { IsRunning = false });

        Assert.Equal("", Wsgi.Get("/", await StartedAsync(filter)).Text);
    }

    private static Response Echo(Environ environ)
    {
        var settings = (IReadOnlyDictionary<string, object?>)environ[Key]!; // set by the filter
        return Wsgi.Answer("200 OK", Body.From(string.Join(' ', settings.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value}"))));
    }

    private static PasteConfig Filter(IWsgiApp next, Dictionary<string, object?> defaults, params (string Key, string Value)[] settings)
    {
        var options = new PasteConfigOptions { Settings = [.. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))] };
        return new(options, next, new ComponentInfo("settings", "/") { Defaults = defaults }, new PythonParts());
    }

    private static async Task<PasteConfig> StartedAsync(PasteConfig filter)
    {
        await filter.StartAsync(default);
        return filter;
    }
}
