// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Turns exceptions that are HTTP answers into these answers: <c>raise HTTPNotFound()</c> in Python, <c>throw new HttpError(404, …)</c> in C#. All others pass.</summary>
/// <remarks>Outside of the app that raises them, and inside of filters that want to see every answer. <c>error_catcher</c> does it as well.</remarks>
[Filter("httpexceptions", "http_exceptions", Replaces = ["Paste#httpexceptions"])]
public sealed class HttpExceptions(IWsgiApp next) : IWsgiApp
{
    private static readonly EnvironKey Marker = EnvironKey.Of("paste.httpexceptions");

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        environ[Marker] ??= true;
        try
        {
            return await next.InvokeAsync(environ);
        }
        catch (Exception e) when (HttpAnswer.AppOf(e) is not null || HttpAnswer.ErrorIn(e) is not null)
        {
            return HttpAnswer.AppOf(e) is { } app ? await app.InvokeAsync(environ) : HttpAnswer.ErrorIn(e)!.ToResponse(); // one of the two, as the filter says
        }
    }
}
