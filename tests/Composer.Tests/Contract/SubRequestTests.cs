// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests.Contract;

public sealed class SubRequestTests
{
    [Fact]
    public void It_is_a_GET_without_a_body_beneath_the_same_mount()
    {
        var environ = Wsgi.Environ("POST", "/order?x=1");
        environ.ScriptName = "/shop";
        environ.Input = new MemoryStream("a=1"u8.ToArray());
        environ[EnvironKey.ContentLength] = "3";
        environ[EnvironKey.ContentType] = "application/x-www-form-urlencoded";
        environ["paste.parsed_formvars"] = "x";

        var sub = SubRequest.Of(environ, "/gr\u00c3\u00bcn/50%", "q=1");

        Assert.Equal(("GET", "/shop", "/gr\u00c3\u00bcn/50%", "q=1"), (sub.RequestMethod, sub.ScriptName, sub.PathInfo, sub.QueryString));
        Assert.Equal("/shop/gr%C3%BCn/50%25?q=1", sub.RequestUri);
        Assert.Equal(0, sub.ContentLength);
        Assert.Equal(-1, sub.Input.ReadByte());
        Assert.Null(sub[EnvironKey.ContentType]);
        Assert.Null(sub["paste.parsed_formvars"]);
        Assert.Equal(("POST", "/order"), (environ.RequestMethod, environ.PathInfo));
    }

    [Theory]
    [InlineData("If-None-Match")]
    [InlineData("If-Modified-Since")]
    [InlineData("If-Match")]
    [InlineData("If-Unmodified-Since")]
    [InlineData("If-Range")]
    [InlineData("Range")]
    [InlineData("Expect")]
    public void Conditions_are_those_of_the_request_alone(string header)
    {
        Assert.True(EnvironKey.TryOfHeader(header, out var key));
        var environ = Wsgi.Environ("GET", "/", null, (header, "x"));

        Assert.NotNull(environ[key]);
        Assert.Null(SubRequest.Of(environ, "/error")[key]);
    }

    [Fact]
    public void Who_asks_and_what_is_remembered_is_shared()
    {
        var session = new StringBuilder();
        var environ = Wsgi.Environ("GET", "/", null, ("Cookie", "a=b"));
        environ.RemoteUser = "alice";
        environ["composer.session"] = session;

        var sub = SubRequest.Of(environ, "/error");

        Assert.Equal(("alice", "a=b"), (sub.RemoteUser, sub.GetText(EnvironKey.HttpCookie)));
        Assert.Same(session, sub["composer.session"]);
    }
}
