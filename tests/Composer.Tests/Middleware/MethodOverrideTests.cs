// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class MethodOverrideTests
{
    private const string Form = "application/x-www-form-urlencoded";

    // Answers with method, original method and the whole request body.
    private static IWsgiApp Echo => Wsgi.App(async environ =>
    {
        using var reader = new StreamReader(environ.Input, Encoding.Latin1);
        return Wsgi.Answer("200 OK", Body.From($"{environ.RequestMethod}|{environ["composer.original_method"]}|{await reader.ReadToEndAsync()}"));
    });

    [Theory]
    [InlineData("PUT|POST|_method=put&a=1", "_method=put&a=1", Form)]
    [InlineData("DELETE|POST|a=1&%5Fmethod=DELETE", "a=1&%5Fmethod=DELETE", Form + "; charset=utf-8")]
    [InlineData("POST||_method=foo", "_method=foo", Form)]
    [InlineData("POST||_method=get", "_method=get", Form)]
    [InlineData("POST||a=_method=put", "a=_method=put", Form)]
    [InlineData("POST||_method", "_method", Form)]
    [InlineData("POST||{\"_method\":\"put\"}", "{\"_method\":\"put\"}", "application/json")]
    [InlineData("POST||", "", Form)]
    public void A_field_of_a_form_asks_for_the_method_and_the_app_reads_the_whole_form(string expected, string body, string type) =>
        Assert.Equal(expected, Wsgi.Post("/", new MethodOverride(new(), Echo), body, ("Content-Type", type)).Text);

    [Fact]
    public void Also_in_a_form_with_files()
    {
        var body = "--x\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\npatch\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n" + new string('a', 200_000) + "\r\n--x--\r\n";

        var result = Wsgi.Post("/", new MethodOverride(new(), Echo), body, ("Content-Type", "multipart/form-data; boundary=\"x\""));

        Assert.Equal("PATCH|POST|" + body, result.Text);
    }

    [Fact]
    public void A_form_of_unknown_length_is_looked_at_too()
    {
        var result = Wsgi.Request("POST", "/", new MethodOverride(new(), Echo), "_method=put", prepare: environ => environ.Remove(EnvironKey.ContentLength), headers: ("Content-Type", Form));

        Assert.Equal("PUT|POST|_method=put", result.Text);
    }

    [Theory]
    [InlineData("PUT|POST|_method=delete", "POST", "PUT")]
    [InlineData("POST||_method=delete", "POST", "TRACE")]
    [InlineData("GET||_method=delete", "GET", "PUT")]
    public void A_header_counts_more_and_only_a_POST_is_changed(string expected, string method, string header) =>
        Assert.Equal(expected, Wsgi.Request(method, "/?_method=delete", new MethodOverride(new(), Echo), "_method=delete", headers: [("Content-Type", Form), ("X-HTTP-Method-Override", header)]).Text);

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=y")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    public void What_is_not_the_form_that_it_claims_to_be_asks_for_nothing(string type) =>
        Assert.Equal("POST||_method=put", Wsgi.Post("/", new MethodOverride(new(), Echo), "_method=put", ("Content-Type", type)).Text);

    [Fact]
    public void A_boundary_of_any_length_does_no_harm() =>
        Assert.Equal("POST||x", Wsgi.Post("/", new MethodOverride(new(), Echo), "x", ("Content-Type", "multipart/form-data; boundary=" + new string('a', 5000))).Text);

    [Fact]
    public void What_is_no_header_is_refused() =>
        Assert.Throws<ArgumentException>(() => new MethodOverride(new() { Header = "a b" }, Echo));
}
