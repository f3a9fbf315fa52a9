// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class RouterTests
{
    private static readonly Router Shop = Of(
        ("/", "home"), ("GET /books/{id:[0-9]+}", "show"), ("PUT,DELETE /books/{id:[0-9]+}", "change"), ("/books/new", "new"), ("/books/{name}", "named"), ("/books/new/{x}/y", "deep"),
        ("/dir/", "dir"), ("/foo/{id}.html", "page"), ("/{num:[0-9]+}/*traverse", "num"), ("/s/{x}", "seg"), ("/exp/*path_info", "mount"), ("/café/{a}", "cafe"));

    [Theory]
    [InlineData("GET", "/", "home")]
    [InlineData("GET", "/books/7", "show id=7")]
    [InlineData("HEAD", "/books/7", "")]
    [InlineData("PUT", "/books/7", "change id=7")]
    [InlineData("DELETE", "/books/7", "change id=7")]
    [InlineData("POST", "/books/seven", "named name=seven")]
    [InlineData("GET", "/books/new", "new")]
    [InlineData("GET", "/books/new/1/y", "deep x=1")]
    [InlineData("GET", "/dir/", "dir")]
    [InlineData("GET", "/foo/bar.html", "page id=bar")]
    [InlineData("GET", "/foo/.html", "404")]
    [InlineData("GET", "/555/abc/def", "num num=555 traverse=abc/def")]
    [InlineData("GET", "/555/", "num num=555 traverse=")]
    [InlineData("GET", "/s/a%2Fb", "seg x=a/b")]
    [InlineData("GET", "/s/a%252Fb", "seg x=a%2Fb")]
    [InlineData("GET", "/s/%C3%A9", "seg x=é")]
    [InlineData("GET", "/s/%E9", "seg x=\ufffd")]
    [InlineData("GET", "/caf%C3%A9/x", "cafe a=x")]
    [InlineData("GET", "/books/7/", "404")]
    [InlineData("GET", "/BOOKS/7", "404")]
    [InlineData("GET", "/s/", "404")]
    [InlineData("GET", "//", "404")]
    [InlineData("GET", "//books/new", "404")]
    public void The_more_specific_pattern_wins(string method, string path, string expected)
    {
        var result = Wsgi.Request(method, path, Shop);

        Assert.Equal(expected, result.StatusCode == 404 ? "404" : result.Text);
    }

    [Theory]
    [InlineData("/exp/a/b", "mount /pre/exp /a/b")]
    [InlineData("/exp/", "mount /pre/exp /")]
    [InlineData("/exp", "mount /pre/exp ")]
    public async Task The_rest_named_path_info_mounts_the_app(string path, string expected)
    {
        var environ = Wsgi.Environ("GET", path);
        environ.ScriptName = "/pre";
        var router = new Router(new RouterOptions { Routes = [new("/exp/*path_info", Wsgi.App(inner => Wsgi.Answer("200 OK", Body.From($"mount {inner.ScriptName} {inner.PathInfo}"))))] });

        Assert.Equal(expected, (await Wsgi.RunAsync(environ, router)).Text);
        Assert.Equal(("/pre", path), (environ.ScriptName, environ.PathInfo));
    }

    [Fact]
    public async Task The_arguments_are_what_python_gets_as_a_tuple_and_a_dict()
    {
        var environ = Wsgi.Environ("GET", "/s/a");

        await Wsgi.RunAsync(environ, Shop);

        var arguments = Assert.IsAssignableFrom<ITuple>(environ["wsgiorg.routing_args"]);
        Assert.Equal(0, Assert.IsAssignableFrom<ITuple>(arguments[0]).Length);
        Assert.Equal("a", Assert.IsAssignableFrom<IReadOnlyDictionary<string, string>>(arguments[1])["x"]);
    }

    [Theory]
    [InlineData("POST", "/books/7x", 200, null)]
    [InlineData("POST", "/only/7", 405, "GET, PUT, HEAD, OPTIONS")]
    [InlineData("OPTIONS", "/only/7", 204, "GET, PUT, HEAD, OPTIONS")]
    [InlineData("OPTIONS", "/books/x", 200, null)]
    [InlineData("GET", "/post", 405, "POST, OPTIONS")]
    public void Another_method_is_answered_with_those_that_there_are(string method, string path, int status, string? allow)
    {
        var router = Of(("GET /only/{id}", "get"), ("PUT /only/{id:[0-9]+}", "put"), ("/books/{id}", "any"), ("POST /post", "post"));

        var result = Wsgi.Request(method, path, router);

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(allow, result.Headers["Allow"]);
    }

    [Theory]
    [InlineData("/dir", "", "/dir/")]
    [InlineData("/dir?a=1&b=%20", "", "/dir/?a=1&b=%20")]
    [InlineData("/dir", "/pre", "/pre/dir/")]
    [InlineData("/x%2Fy%20z", "", "/x%2Fy%20z/")]
    [InlineData("/%5Cevil.com", "", "/%5Cevil.com/")]
    [InlineData("", "/pre", "/pre/")]
    public void Who_forgets_the_last_slash_is_told_by_a_path(string path, string script, string location)
    {
        var router = Of(("/", "home"), ("/dir/", "dir"), ("/{x}/", "any"));

        var result = Wsgi.Request("POST", path, router, prepare: environ => environ.ScriptName = script);

        Assert.Equal(308, result.StatusCode);
        Assert.Equal(location, result.Headers["Location"]);
    }

    [Theory]
    [InlineData("//evil.com")]
    [InlineData("//evil.com/")]
    [InlineData("/%2Fevil.com/")]
    public void Nobody_is_led_to_another_site(string path)
    {
        var result = Wsgi.Get(path, Of(("/dir/", "dir"), ("/{x}/{y}/", "any")));

        Assert.Equal(404, result.StatusCode);
        Assert.Null(result.Headers["Location"]);
    }

    [Theory]
    [InlineData("/dir", "dir")]
    [InlineData("/dir/", "dir")]
    [InlineData("/file", "file")]
    [InlineData("/file/", "file")]
    public void Slashes_at_the_end_can_be_left_to_taste(string path, string expected)
    {
        var router = new Router(new RouterOptions { StrictSlash = false, Routes = [new("/dir/", Echo("dir")), new("/file", Echo("file"))] });

        Assert.Equal(expected, Wsgi.Get(path, router).Text);
    }

    [Theory]
    [InlineData("api.example.org", "/", "api")]
    [InlineData("API.example.org.", "/", "api")]
    [InlineData("api.example.org:8080", "/", "port")]
    [InlineData("www.example.org", "/", "sub")]
    [InlineData("www.example.org", "/other", "any")]
    [InlineData("example.org", "/", "404")]
    [InlineData("api.example.org", "/other", "any")]
    public void The_more_specific_host_is_asked_first(string host, string path, string expected)
    {
        var router = Of(("/other", "any"), ("domain *.example.org /", "sub"), ("GET domain api.example.org /", "api"), ("domain api.example.org port 8080 /", "port"));

        var result = Wsgi.Get(path, router, ("Host", host));

        Assert.Equal(expected, result.StatusCode == 404 ? "404" : result.Text);
    }

    [Fact]
    public void A_route_of_its_method_goes_before_one_for_all()
    {
        var router = Of(("/x", "all"), ("POST /x", "post"));

        Assert.Equal("post", Wsgi.Post("/x", router, "").Text);
        Assert.Equal("all", Wsgi.Get("/x", router).Text);
    }

    [Fact]
    public void A_name_can_have_its_expression_beside_the_routes()
    {
        var router = new Router(new RouterOptions { Pattern = new Dictionary<string, string> { ["id"] = "[0-9]{1,3}" }, Routes = [new("/a/{id}", Echo("a")), new("/b-{id}/x", Echo("b"))] });

        Assert.Equal("a id=12", Wsgi.Get("/a/12", router).Text);
        Assert.Equal("b id=123", Wsgi.Get("/b-123/x", router).Text);
        Assert.Equal(404, Wsgi.Get("/a/1234", router).StatusCode);
        Assert.Equal(404, Wsgi.Get("/a/x", router).StatusCode);
    }

    [Fact]
    public void What_no_route_takes_gets_a_plain_404_or_the_app_for_it()
    {
        var router = new Router(new RouterOptions { NotFoundApp = Wsgi.App("410 Gone"), Routes = [new("/a", Echo("a"))] });

        Assert.Equal(410, Wsgi.Get("/b", router).StatusCode);
        Assert.DoesNotContain("script", Wsgi.Get("/<script>", Of(("/a", "a"))).Text, StringComparison.Ordinal);
        Assert.Empty(Wsgi.Head("/b", Of(("/a", "a"))).Body);
    }

    [Theory]
    [InlineData("/books/7", "a id=7")]
    [InlineData("/books/7%0A", "404")]
    [InlineData("/books/%0A7", "404")]
    [InlineData("/notes/a%0Ab", "b note=a\nb")]
    public void An_expression_takes_all_of_a_segment_with_its_line_ends(string path, string expected)
    {
        var result = Wsgi.Get(path, Of(("/books/{id:[0-9]+}", "a"), ("/notes/{note:.+}", "b")));

        Assert.Equal(expected, result.StatusCode == 404 ? "404" : result.Text);
    }

    [Fact]
    public void What_an_outer_router_has_found_stays()
    {
        var inner = Of(("/{id}/{page}", "a"));
        var outer = new Router(new RouterOptions { Routes = [new("/{lang}/{id}/*path_info", inner)] });

        Assert.Equal("a id=7 page=x lang=de", Wsgi.Get("/de/old/7/x", outer).Text);
    }

    [Theory]
    [InlineData("/a/{id", "has a '{' without its '}'; an INI key ends at its first colon: write {name} there, and beside it pattern.name = [0-9]+")]
    [InlineData("/a/{1d}", "names '1d', which is not a name")]
    [InlineData("/a/{x}/{x}", "has the name 'x' twice")]
    [InlineData("/a/*rest/b", "goes on after '*rest'")]
    [InlineData("/a/*", "names '', which is not a name")]
    [InlineData("/a/{x:(}", "holds a regular expression that cannot be used: Invalid pattern '('")]
    [InlineData("/a/{x:a)|(b}", "holds a regular expression that cannot be used")]
    [InlineData("/a/{x:(?=a)b}", "holds a regular expression that cannot be used")]
    [InlineData("get /a", "has more than one path: 'get' and '/a'")]
    [InlineData("GET", "is empty; the root is '/'")]
    [InlineData("books", "names the path 'books', which does not begin with a slash")]
    [InlineData("GET,PUT /same/{other}", "takes the same requests as 'PUT /same/{x}'")]
    public void What_is_no_route_is_refused(string key, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => Of(("PUT /same/{x}", "same"), (key, "x")));

        Assert.Equal(key, error.ParamName);
        Assert.Contains($"the route '{key}' {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_for_a_name_that_no_route_has_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Router(new RouterOptions { Pattern = new Dictionary<string, string> { ["di"] = "[0-9]+" }, Routes = [new("/a/{id}", Echo("a"))] }));

        Assert.Equal("pattern.di", error.ParamName);
        Assert.Contains("none has {di} in its path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_routes_are_told_apart()
    {
        var router = Of([.. Enumerable.Range(0, 1000).Select(i => ($"/r{i}/{{id}}/x", $"a{i}"))]);

        Assert.Equal("a777 id=5", Wsgi.Get("/r777/5/x", router).Text);
    }

    private static Router Of(params (string Key, string App)[] routes) =>
        new(new RouterOptions { Routes = [.. routes.Select(route => KeyValuePair.Create(route.Key, Echo(route.App)))] });

    private static IWsgiApp Echo(string name) => Wsgi.App(environ =>
    {
        var arguments = environ["wsgiorg.routing_args"] is ITuple { Length: 2 } pair ? (IReadOnlyDictionary<string, string>)pair[1]! : new Dictionary<string, string>();
        var text = string.Concat(arguments.Select(argument => $" {argument.Key}={argument.Value}"));
        return Wsgi.Answer("200 OK", environ.RequestMethod == "HEAD" ? Body.Empty : Body.From(name + text));
    });
}
