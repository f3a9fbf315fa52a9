// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Servers;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class RequestIdTests
{
    [Fact]
    public void A_request_gets_an_id_that_app_and_client_see()
    {
        var result = Wsgi.Get("/", Of(new()));

        Assert.Matches("^[0-9a-f-]{36}$", result.Text);
        Assert.Equal(result.Text, result.Headers["X-Request-ID"]);
        Assert.NotEqual(result.Text, Wsgi.Get("/", Of(new())).Text);
    }

    [Theory]
    [InlineData("loopback", "abc.DEF_1-2", true)]
    [InlineData("loopback", "with space", false)]
    [InlineData("loopback", "a\n", false)]
    [InlineData("loopback", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("10.0.0.1", "abc", false)]
    public void An_id_that_a_trusted_proxy_brings_is_kept(string trusted, string id, bool kept) =>
        Assert.Equal(kept, Wsgi.Get("/", Of(new() { TrustedProxy = [trusted] }), ("X-Request-ID", id)).Text == id);

    [Fact]
    public void The_proxy_is_known_also_behind_forwarded()
    {
        var filter = new Forwarded(new() { TrustedProxy = ["loopback"] }, Of(new() { TrustedProxy = ["loopback"] }), new RecordingLogger<Forwarded>());

        Assert.Equal("abc", Wsgi.Get("/", filter, ("X-Request-ID", "abc"), ("X-Forwarded-For", "192.0.2.1")).Text);
    }

    [Fact]
    public async Task What_the_server_answers_in_place_of_an_app_that_failed_has_the_id_too()
    {
        var filter = new RequestId(new() { Header = "X-Correlation-ID" }, Wsgi.App(Response (Environ _) => throw new InvalidOperationException("bad total")));
        await using var server = await RunningServer.StartAsync(filter.InvokeAsync);
        using var client = new HttpClient();

        using var response = await client.GetAsync(server.Address);

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains(response.Headers.GetValues("X-Correlation-ID").Single(), await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_can_have_another_name() =>
        Assert.True(Wsgi.Get("/", Of(new() { Header = "X-Correlation-ID" })).Headers.Contains("X-Correlation-ID"));

    [Fact]
    public void Two_of_them_give_a_request_one_id()
    {
        var result = Wsgi.Get("/", new RequestId(new() { Header = "X-Outer-ID" }, Of(new())));

        Assert.Equal((result.Text, result.Text), (result.Headers["X-Outer-ID"], result.Headers["X-Request-ID"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    public void What_is_no_header_is_refused(string header) => Assert.Equal("Header", Assert.Throws<ArgumentException>(() => Of(new() { Header = header })).ParamName);

    private static RequestId Of(RequestIdOptions options) =>
        new(options, Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(environ.GetText(EnvironKey.RequestId) ?? "none"))));
}
