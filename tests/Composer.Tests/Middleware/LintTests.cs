// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class LintTests
{
    private readonly RecordingLogger<Lint> _log = new();

    [Fact]
    public void A_correct_exchange_passes_and_nothing_is_logged()
    {
        var result = Wsgi.Get("/", Filter(Wsgi.App("200 OK", "hello")));

        Assert.Equal("hello", result.Text);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void A_rule_that_the_app_breaks_is_logged_with_its_name_and_thrown()
    {
        var violation = Assert.Throws<WsgiViolation>(() => Wsgi.Get("/", Filter(new Fixed(Status: 200, "Connection", "close"))));

        Assert.Equal("the shop", violation.Component);
        Assert.Equal("lint: the shop breaks PEP 3333: response header 'Connection' is hop-by-hop: it belongs to the server", Assert.Single(_log.Messages));
    }

    [Fact]
    public void A_rule_that_is_broken_in_the_body_is_logged_too()
    {
        Assert.Throws<WsgiViolation>(() => Wsgi.Get("/", Filter(new Fixed(200, "Content-Length", "3"))));

        Assert.Contains("Content-Length", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    private Lint Filter(IWsgiApp next) => new(new LintOptions { Below = "the shop" }, next, new ComponentInfo("seam", "/"), _log);

    private sealed class Fixed(int Status, string Name, string Value) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ)
        {
            var response = new Response(Status, new BlocksBody("hello"));
            response.Headers.Add(Name, Value);
            return new(response);
        }
    }
}
