// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Shows pages of the site in place of bare error answers: the status stays, the page comes from a path, a file or an app.</summary>
/// <remarks>Outside of <c>error_catcher</c>, so that its 500 has a document too.</remarks>
[OutsideOf("error_catcher", "Paste#error_catcher", Otherwise = "exceptions have no document: they are not answers yet")]
[Filter("errordocument", "error_document", Replaces = ["Paste#errordocument"])]
public sealed partial class ErrorDocument : IWsgiApp, IStartable
{
    private const int MostKept = 64 * 1024;

    private static readonly string[] KeptHeaders = ["WWW-Authenticate", "Proxy-Authenticate", "Retry-After", "Allow", "Set-Cookie", "Cache-Control", "Content-Range", "X-Request-ID"];
    private static readonly string[] DroppedHeaders = ["ETag", "Last-Modified", "Expires", "Cache-Control", "Age", "Accept-Ranges", "Content-Range", "Content-Location"];

    private readonly IWsgiApp _next;
    private readonly ILogger _log;
    private readonly StatusMap<Document> _documents = new();
    private readonly List<string> _files = [];

    /// <summary>Understands which status has which document.</summary>
    /// <exception cref="ArgumentException">A key is no status.</exception>
    public ErrorDocument(ErrorDocumentOptions options, IWsgiApp next, ComponentInfo info, ILogger<ErrorDocument> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        (_next, _log) = (next, log);
        foreach (var (status, app) in options.App)
        {
            _documents.Add(status, new Document(app, null, null));
        }
        foreach (var (status, place) in options.Documents)
        {
            if (place.StartsWith('/'))
            {
                _documents.Add(status, new Document(next, place, null));
                continue;
            }
            if (place.Length == 0 || place.Contains("://", StringComparison.Ordinal))
            {
                throw BadSetting.Of(status, $"{status} = {place} is neither a path of this site nor a file; write {status} = /not-found, or {status} = errors/{status}.html");
            }
            _files.Add(info.Resolve(place.StartsWith("file:", StringComparison.Ordinal) ? place[5..] : place));
            _documents.Add(status, new Document(null, null, _files[^1]));
        }
        if (_documents.IsEmpty)
        {
            throw new ArgumentException("errordocument has no document; write 404 = /not-found, or 404 = errors/404.html");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="FileNotFoundException">A document is not there.</exception>
    public Task StartAsync(CancellationToken cancel) =>
        _files.Find(file => !File.Exists(file)) is { } missing ? throw new FileNotFoundException($"there is no document {missing}") : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = await _next.InvokeAsync(environ);
        if (!_documents.TryFind(response.StatusCode, out var document) || environ[ErrorKeys.Status] is not null)
        {
            return response;
        }
        var original = await KeptBody.OfAsync(response, MostKept);
        try
        {
            return await AnswerAsync(environ, original, document) ?? original;
        }
        catch (IOException e)
        {
            Log.NotHad(_log, document.ToString(), response.Status, e.Message);
            return original;
        }
        catch (Exception e)
        {
            Log.Failed(_log, document.ToString(), response.Status, e);
            return original;
        }
    }

    private async ValueTask<Response?> AnswerAsync(Environ environ, Response original, Document document)
    {
        var inner = document.App is null ? null : await document.App.InvokeAsync(ErrorKeys.SubRequest(environ, original, document.Path));
        var page = inner ?? await PageOf(document.File!); // a document has an app or a file
        if (page.StatusCode >= 300 && page.StatusCode != original.StatusCode)
        {
            await page.DisposeAsync();
            Log.NotHad(_log, document.ToString(), original.Status, $"it answered {page.Status}");
            return null;
        }
        return await MergedAsync(environ, original, page);
    }

    // Of the original what belongs to its status; of the page what belongs to its bytes, but no leave to keep it.
    private static async ValueTask<Response> MergedAsync(Environ environ, Response original, Response page)
    {
        var merged = new Response(original.Status, page.Body);
        foreach (var (name, value) in page.Headers)
        {
            if (!DroppedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) && !IsOfTheOriginal(name))
            {
                merged.Headers.Add(name, value);
            }
        }
        foreach (var (name, value) in original.Headers)
        {
            if (KeptHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                merged.Headers.Add(name, value);
            }
        }
        foreach (var name in original.Headers.GetJoined("Vary")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            merged.Headers.Append("Vary", name);
        }
        if (environ.RequestMethod == "HEAD")
        {
            await merged.Body.DisposeAsync();
            merged.Body = Body.Empty;
        }
        return merged;

        bool IsOfTheOriginal(string name) =>
            !name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) && KeptHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) && original.Headers.Contains(name);
    }

    private static async ValueTask<Response> PageOf(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var response = new Response(200, Body.From(bytes));
        response.Headers.Add("Content-Type", Path.GetExtension(file) is ".html" or ".htm" ? "text/html; charset=utf-8" : Path.GetExtension(file) == ".json" ? "application/json" : "text/plain; charset=utf-8");
        response.Headers.Add("Content-Length", bytes.Length.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    /// <summary>Where a page comes from: an app, at a path of it or at the path of the request; or a file.</summary>
    private sealed record Document(IWsgiApp? App, string? Path, string? File)
    {
        public override string ToString() => File ?? Path ?? "its app";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The error document {Document} for {Status} could not be had; the answer goes out without it")]
        public static partial void Failed(ILogger logger, string document, string status, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "The error document {Document} for {Status} could not be had; the answer goes out without it: {Reason}")]
        public static partial void NotHad(ILogger logger, string document, string status, string reason);
    }
}

/// <summary>Settings of the <c>errordocument</c> filter. The keys are status codes, <c>404</c>, or <c>4xx</c> and <c>5xx</c> for all of a kind.</summary>
public sealed record ErrorDocumentOptions
{
    /// <summary>Apps that make the documents: <c>app.404 = NAME</c>. They get the path of the request.</summary>
    public IReadOnlyDictionary<string, IWsgiApp> App { get; init; } = new Dictionary<string, IWsgiApp>();

    /// <summary>Where the documents are: <c>/path</c> of this site, or a file, <c>errors/404.html</c> or <c>file:/srv/errors/404.html</c>.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, string>> Documents { get; init; } = [];
}
