// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Exceptions that are answers: Python's HTTP exceptions, and <see cref="HttpError"/>.</summary>
internal static class HttpAnswer
{
    /// <summary>The app that a Python exception is (WebOb's, Paste's, Werkzeug's); the bridge puts it into the exception. Null for others.</summary>
    public static IWsgiApp? AppOf(Exception exception) => exception.Data["wsgi.answer"] as IWsgiApp;

    /// <summary>The status of the answer that an exception is; null for one that is none.</summary>
    public static async ValueTask<int?> StatusOfAsync(Exception exception, Environ environ)
    {
        if (AppOf(exception) is not { } app)
        {
            return ErrorIn(exception)?.Status;
        }
        await using var answer = await app.InvokeAsync(environ);
        return answer.StatusCode;
    }

    /// <summary>The HTTP error in an exception, or null: what is wrong with a request body is an IOException around the answer, and Python's exception is around that.</summary>
    public static HttpError? ErrorIn(Exception? exception) => exception switch
    {
        null => null,
        HttpError error => error,
        IOException => ErrorIn(exception.InnerException),
        _ => exception.Data.Contains(ErrorReport.PythonTracebackKey) ? ErrorIn(exception.InnerException) : null,
    };
}
