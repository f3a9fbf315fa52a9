// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>An app for configs of the tests: <c>/set?key</c> sets a key, <c>/count</c> counts one up, <c>/fill</c> makes it long, and every answer names the keys and the count.</summary>
[App("session-probe")]
public sealed class SessionProbe : IWsgiApp
{
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var session = (ISession)environ[EnvironKey.Session]!; // behind a session filter
        await session.LoadAsync();
        switch (environ.PathInfo)
        {
            case "/set":
                session[environ.QueryString] = environ.QueryString;
                break;
            case "/fill":
                session["ballast"] = new string('x', 200_000);
                break;
            case "/count":
                session["n"] = Count(session) + 1;
                break;
        }
        return Response.Text(200, string.Create(CultureInfo.InvariantCulture, $"{session.Keys.Count} {Count(session)}"));
    }

    private static long Count(ISession session) => session["n"] as long? ?? 0;
}
