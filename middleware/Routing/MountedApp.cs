// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Calls an app that sees other paths than its caller: they are put back when it has answered, and are its own again while its body is read.</summary>
internal static class MountedApp
{
    public static ValueTask<Response> InvokeAsync(IWsgiApp app, Environ environ, PathSplit inner)
    {
        var outer = PathSplit.Of(environ);
        inner.Apply(environ);

        ValueTask<Response> answer;
        try
        {
            answer = app.InvokeAsync(environ);
        }
        catch
        {
            outer.Apply(environ);
            throw;
        }
        if (!answer.IsCompletedSuccessfully)
        {
            return AnswerLater(answer, environ, inner, outer);
        }
        outer.Apply(environ);
        return new(WithPaths(answer.Result, environ, inner));
    }

    private static async ValueTask<Response> AnswerLater(ValueTask<Response> answer, Environ environ, PathSplit inner, PathSplit outer)
    {
        try
        {
            return WithPaths(await answer, environ, inner);
        }
        finally
        {
            outer.Apply(environ);
        }
    }

    // What has a length is there already; other bodies may still look at the environ.
    private static Response WithPaths(Response response, Environ environ, PathSplit inner)
    {
        if (response.Body.Length is null)
        {
            response.Body = new MountedBody(response.Body, environ, inner);
        }
        return response;
    }
}
