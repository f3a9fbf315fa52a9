// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>Answers of several kinds, by the length of the target.</summary>
[App("odd")]
public sealed class OddApp : IWsgiApp
{
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        await environ.Input.CopyToAsync(Stream.Null);
        var text = environ.RequestMethod == "HEAD" ? "" : "<p>caf\u00e9</p>";
        return ((environ.QueryString.Length + environ.PathInfo.Length) % 4) switch
        {
            0 => Wsgi.Answer("200 OK", Body.From(Encoding.UTF8.GetBytes(text)), ("Content-Type", "text/html; charset=utf-8"), ("ETag", "\"x\""), ("Cache-Control", "max-age=60")),
            1 => Wsgi.Answer("200 OK", new BlocksBody(text, "", text), ("Content-Type", "application/xml"), ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")),
            2 => Wsgi.Answer("404 Not Found", Body.Empty, ("Vary", "Accept")),
            _ => Wsgi.Answer("304 Not Modified", Body.Empty, ("ETag", "W/\"x\"")),
        };
    }
}
