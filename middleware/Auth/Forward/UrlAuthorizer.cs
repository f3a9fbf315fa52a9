// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Asks a service over HTTP: a GET with the headers of the request, and those that tell about it. Connections are kept.</summary>
internal sealed partial class UrlAuthorizer : IAuthorizer, IDisposable
{
    private const int LongestAnswer = 1 << 20;

    // What belongs to the connection, to the body, or would make the answer a partial one.
    private static readonly HashSet<string> NotPassed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Proxy-Authenticate", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
        "Content-Encoding", "Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Forwarded",
    };

    private readonly Uri _url;
    private readonly ILogger _log;
    private readonly HttpClient _http;

    public UrlAuthorizer(Uri url, TimeSpan timeout, ILogger log)
    {
        _url = url;
        _log = log;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        })
        {
            Timeout = timeout,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<Response> AskAsync(Environ environ)
    {
        try
        {
            using var question = Question(environ);
            using var answer = await _http.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, environ.Aborted);
            return await ResponseAsync(answer, environ.Aborted);
        }
        catch (TaskCanceledException) when (!environ.Aborted.IsCancellationRequested)
        {
            Log.Failed(_log, _url, "it did not answer in time");
            return Response.Text(504, "504 Gateway Timeout: who may come in cannot be found out at the moment.\n");
        }
        catch (HttpRequestException e)
        {
            Log.Failed(_log, _url, e.Message);
            return Response.Text(502, "502 Bad Gateway: who may come in cannot be found out at the moment.\n");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Question(Environ environ)
    {
        var question = new HttpRequestMessage(HttpMethod.Get, _url);
        foreach (var (key, value) in environ)
        {
            if (key.StartsWith("HTTP_", StringComparison.Ordinal) && key[5..].Replace('_', '-') is var name && !NotPassed.Contains(name) && value is string text)
            {
                question.Headers.TryAddWithoutValidation(name, text);
            }
        }
        foreach (var (name, value) in OriginalRequest.Headers(environ))
        {
            question.Headers.Remove(name);
            question.Headers.TryAddWithoutValidation(name, value);
        }
        return question;
    }

    private static async Task<Response> ResponseAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var isYes = answer.IsSuccessStatusCode;
        if (!isYes)
        {
            await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancel);
        }
        var body = isYes ? Body.Empty : Body.From(await answer.Content.ReadAsByteArrayAsync(cancel));
        var response = new Response((int)answer.StatusCode, body);
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            foreach (var value in NotPassed.Contains(name) && name is not "Content-Encoding" || name is "Content-Length" ? [] : values)
            {
                response.Headers.Add(name, value);
            }
        }
        if (response.AllowsBody)
        {
            response.Headers["Content-Length"] = (body.Length ?? 0).ToString(CultureInfo.InvariantCulture);
        }
        return response;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Url} was asked who may come in, and nobody may: {Reason}")]
        public static partial void Failed(ILogger logger, Uri url, string reason);
    }
}
