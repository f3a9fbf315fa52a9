// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Answers 304 to a client that has the page already, by the entity tag or the date that the app gave it (RFC 9110 §13).</summary>
/// <remarks>The app works as before; what is saved is the way to the client. Outside of whatever makes entity tags: <c>etag</c>, <c>xslt</c>.</remarks>
[OutsideOf("etag", "xslt", Otherwise = "the entity tag is not there yet when it is looked for")]
[Filter("conditional", "conditional_get")]
public sealed class Conditional(IWsgiApp next) : IWsgiApp
{
    private const string FailedText = "412 Precondition Failed\n";

    // Of a body that is not sent (RFC 9110 §15.4.5).
    private static readonly string[] OfTheBody =
        ["Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Range", "Content-Disposition", "Content-MD5", "Content-Digest", "Repr-Digest", "Digest"];

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        var conditions = RequestConditions.Of(environ);
        return environ.RequestMethod is "GET" or "HEAD" && conditions.HasAny ? AnswerAsync(environ, conditions) : next.InvokeAsync(environ);
    }

    /// <summary>The answer that conditions turn a complete one into: itself, 304, or 412.</summary>
    internal static Response Answer(Response response, RequestConditions conditions)
    {
        switch (conditions.Evaluate(response.Headers["ETag"], RequestConditions.DateOf(response.Headers["Last-Modified"])))
        {
            case RequestConditions.Outcome.NotModified:
                foreach (var header in OfTheBody)
                {
                    response.Headers.Remove(header);
                }
                return new Response(304, new HeldBody(default, response.Body)) { Headers = response.Headers };
            case RequestConditions.Outcome.Failed:
                var failed = Response.Text(412, FailedText);
                failed.Body = new HeldBody(Encoding.ASCII.GetBytes(FailedText), response.Body);
                return failed;
            default:
                return response;
        }
    }

    private async ValueTask<Response> AnswerAsync(Environ environ, RequestConditions conditions)
    {
        var response = await next.InvokeAsync(environ);
        return response.StatusCode is 200 or 206 ? Answer(response, conditions) : response;
    }
}
