// SPDX-License-Identifier: MIT
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class TestTests
{
    [Fact]
    public void Shows_the_environ_as_JSON()
    {
        var json = Wsgi.Get("/a%20b?q=1", new Test(new()), ("Accept", "application/json")).Json;

        Assert.Equal("/a b", json.GetProperty("PATH_INFO").GetString());
        Assert.Equal("q=1", json.GetProperty("QUERY_STRING").GetString());
        Assert.True(json.GetProperty("wsgi.input_terminated").GetBoolean());
    }

    [Fact]
    public void Shows_what_is_in_a_dictionary_but_no_secret_in_it()
    {
        var claims = new Dictionary<string, object?> { ["sub"] = "joe", ["groups"] = new[] { "a", "b" }, ["api_key"] = "x", ["none"] = null };

        var result = Wsgi.Request("GET", "/", new Test(new()), prepare: environ => environ["composer.jwt.claims"] = claims);

        Assert.Contains("composer.jwt.claims    sub: joe, groups: a, b, api_key: [hidden], none: \n", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_it_as_text_to_who_does_not_say()
    {
        var result = Wsgi.Get("/", new Test(new()));

        Assert.Equal("text/plain; charset=utf-8", result.Headers["Content-Type"]);
        Assert.Matches("(?m)^REQUEST_METHOD +GET$", result.Text);
    }

    [Fact]
    public void Shows_it_as_HTML_to_a_browser_and_escapes_what_came_from_outside()
    {
        var result = Wsgi.Get("/<script>", new Test(new()), ("Accept", "text/html,*/*;q=0.8"), ("X-A", "<script>\"'&"));

        Assert.Equal("text/html; charset=utf-8", result.Headers["Content-Type"]);
        Assert.DoesNotContain("<script>", result.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hides_secrets_unless_told_otherwise(bool secrets)
    {
        var text = Wsgi.Get("/?token=T0P1&a=1", new Test(new() { Secrets = secrets }), ("Cookie", "sid=T0P2"), ("Authorization", "Basic T0P3"), ("X-Api-Key", "T0P4")).Text;

        Assert.All(["T0P1", "T0P2", "T0P3", "T0P4"], secret => Assert.Equal(secrets, text.Contains(secret, StringComparison.Ordinal)));
        Assert.Contains("a=1", text, StringComparison.Ordinal);
    }
}
