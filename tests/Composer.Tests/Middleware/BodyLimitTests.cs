// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class BodyLimitTests
{
    [Theory]
    [InlineData(10, 200)]
    [InlineData(11, 413)]
    public void A_length_above_the_limit_is_refused_unread(int length, int status)
    {
        var result = Wsgi.Post("/", Of(Reader), new string('x', length));

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, result.Calls);
    }

    [Theory]
    [InlineData(10, 200)]
    [InlineData(11, 413)]
    public void A_body_of_unknown_length_is_counted(int length, int status) =>
        Assert.Equal(status, Chunked(Of(Reader), length).StatusCode);

    [Fact]
    public void A_length_beside_a_transfer_encoding_is_not_believed()
    {
        var result = Wsgi.Request("POST", "/", Of(Reader), headers: [("Transfer-Encoding", "chunked"), ("Content-Length", "5")], prepare: environ => environ.Input = new MemoryStream(new byte[100]));

        Assert.Equal(413, result.StatusCode);
    }

    [Fact]
    public void An_app_that_makes_an_error_of_it_is_overruled()
    {
        var app = Wsgi.App(async environ =>
        {
            try
            {
                await environ.Input.CopyToAsync(Stream.Null);
            }
            catch (IOException)
            {
                return Wsgi.Answer("500 Internal Server Error", Body.Empty);
            }
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        var result = Chunked(Of(app), 100);

        Assert.Equal(413, result.StatusCode);
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void What_is_not_read_does_no_harm() => Assert.Equal(200, Chunked(Of(Wsgi.App("200 OK")), 100).StatusCode);

    private static IWsgiApp Reader => Wsgi.App(async environ =>
    {
        await environ.Input.CopyToAsync(Stream.Null);
        return Wsgi.Answer("200 OK", Body.Empty);
    });

    private static Result Chunked(IWsgiApp app, int length) =>
        Wsgi.Request("POST", "/", app, prepare: environ => environ.Input = new MemoryStream(Encoding.ASCII.GetBytes(new string('x', length))));

    private static BodyLimit Of(IWsgiApp app) => new(new BodyLimitOptions { MaxSize = 10 }, app);
}
