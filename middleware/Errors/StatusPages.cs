// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives error answers without a body a page that says what is wrong: HTML, JSON or text, as the client likes.</summary>
[InsideOf("errordocument", Otherwise = "it writes the page that the document is for")]
[Filter("statuspages", "status_pages")]
public sealed class StatusPages(StatusPagesOptions options, IWsgiApp next, ComponentInfo info) : IWsgiApp, IStartable
{
    private static readonly string[] OfTheEmptyBody = ["Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-MD5", "ETag", "Last-Modified", "Accept-Ranges"];

    private readonly ErrorPages _pages = new(new ErrorCatcherOptions { XmlhttpKey = "" });

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (options.Template is { } template)
        {
            await _pages.UseAsync(info.Resolve(template), cancel);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = await next.InvokeAsync(environ);
        if (response.StatusCode < 400)
        {
            return response;
        }
        if (environ.RequestMethod == "HEAD")
        {
            return response.Headers["Content-Length"] == "0" ? await HeadersOfPageAsync(environ, response) : response;
        }
        var body = response.Body;
        if (body.Length is > 0 || body.File is not null)
        {
            return response;
        }
        try
        {
            var read = await BodyPrefix.ReadAsync(body, 0, environ.Aborted);
            if (read.Bytes.Length > 0)
            {
                response.Body = read.Then(body);
                return response;
            }
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
        await body.DisposeAsync();
        return Page(environ, response);
    }

    // GET would have the page: another length would be wrong (RFC 9110 §8.6).
    private async ValueTask<Response> HeadersOfPageAsync(Environ environ, Response empty)
    {
        await empty.Body.DisposeAsync();
        var page = Page(environ, empty);
        page.Body = Body.Empty;
        return page;
    }

    private Response Page(Environ environ, Response empty)
    {
        var page = _pages.Plain(empty.StatusCode, MessageOf(empty.StatusCode), environ, environ.GetText(EnvironKey.RequestId) ?? "");
        var response = new Response(empty.Status, page.Body);
        foreach (var (name, value) in empty.Headers)
        {
            if (!OfTheEmptyBody.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                response.Headers.Add(name, value);
            }
        }
        foreach (var (name, value) in page.Headers)
        {
            if (name == "Vary")
            {
                response.Headers.Append(name, value);
                continue;
            }
            response.Headers.TryAdd(name, value);
        }
        return response;
    }

    private static string MessageOf(int status) => status switch
    {
        400 => "The server does not understand this request.",
        401 => "You have to log in to see this.",
        403 => "You may not see this.",
        404 => "There is nothing at this address.",
        405 => "This cannot be done here.",
        408 => "The request took too long.",
        410 => "This was here once, and is gone.",
        413 => "What you sent is too large.",
        429 => "There were too many requests; please come back later.",
        503 => "The site cannot answer at the moment; please come back later.",
        >= 500 => "Something went wrong on our side.",
        _ => "This did not work.",
    };
}

/// <summary>Settings of the <c>statuspages</c> filter.</summary>
public sealed record StatusPagesOptions
{
    /// <summary>A Handlebars template for the page in HTML; it gets <c>status</c>, <c>title</c>, <c>message</c> and <c>request_id</c>.</summary>
    public string? Template { get; init; }
}
