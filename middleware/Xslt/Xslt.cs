// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Xml.Xsl;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Turns XML that an app answers with into pages, by XSLT 1.0 stylesheets.</summary>
/// <remarks>Inside of <c>compress</c>, <c>etag</c>, <c>conditional</c> and <c>content_length</c>: they have to see the page, not its XML.</remarks>
[InsideOf("content_length", Otherwise = "the length is that of the XML, not of the page")]
[InsideOf("etag", "conditional", Otherwise = "the entity tag is that of the XML, and stays the same when a stylesheet changes")]
[Filter("xslt")]
public sealed partial class Xslt : IWsgiApp
{
    private readonly XsltOptions _options;
    private readonly IWsgiApp _next;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly MediaTypes _types;
    private readonly StylesheetChoice _choice;
    private readonly XsltParameters _parameters;
    private readonly DocumentRoot? _documents;
    private readonly XmlInput _input;
    private readonly IReadOnlyList<FunctionNamespace> _functions;

    /// <summary>Reads and compiles the stylesheets.</summary>
    /// <exception cref="ArgumentException">A stylesheet is missing or wrong, or another setting is.</exception>
    public Xslt(XsltOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<Xslt> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _options = options;
        _next = next;
        _clock = clock;
        _log = log;
        _types = new MediaTypes(options.Types);
        _choice = new StylesheetChoice(options, info, log);
        _parameters = new XsltParameters(options);
        _documents = XmlInput.RootOf(options.DocumentRoot, nameof(XsltOptions.DocumentRoot), "document_root", info);
        _input = new XmlInput(options.Dtd, options.MaxDepth, options.DocumentRoot is null ? null : info.Resolve(options.DocumentRoot));
        _functions = Exslt.All(clock);
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var path = environ.PathInfo;
        var response = await AskAsync(environ, path);
        if (!MayTransform(response) || response.Headers["Content-Type"] is not { } type)
        {
            return response;
        }
        var chain = _choice.ByRule(environ, path, type, out var byProfile);
        if (byProfile && _choice.ProfileHeader is { } header)
        {
            response.Headers.Append("Vary", header);
        }
        if (chain is { Count: 0 } || (chain is null && !_types.Contains(type)))
        {
            return response;
        }
        if (environ.RequestMethod == "HEAD")
        {
            return HeadersOnly(response, type, chain);
        }
        try
        {
            return await TransformAsync(environ, response, type, chain);
        }
        catch
        {
            await response.DisposeAsync();
            throw;
        }
    }

    // A part of the XML is no part of its page: what has a stylesheet is asked for as a whole.
    private async ValueTask<Response> AskAsync(Environ environ, string path)
    {
        var whole = environ.GetText(EnvironKey.HttpRange) is null ? null : environ.Copy();
        var response = await _next.InvokeAsync(environ);
        if (whole is null || response.StatusCode != 206 || response.Headers["Content-Type"] is not { } type || !HasStylesheet(environ, path, type))
        {
            return response;
        }
        await response.DisposeAsync();
        whole[EnvironKey.HttpRange] = whole[EnvironKey.HttpIfRange] = null;
        return await _next.InvokeAsync(whole);
    }

    private bool HasStylesheet(Environ environ, string path, string type) =>
        _choice.ByRule(environ, path, type, out _) is { } chain ? chain.Count > 0 : _types.Contains(type) && (_choice.AsksDocuments || _choice.Otherwise.Count > 0);

    private bool MayTransform(Response response) =>
        (response.StatusCode is >= 200 and < 300 and not (204 or 205 or 206) || (response.StatusCode >= 400 && _options.TransformErrors))
        && !response.Headers.Contains("Content-Encoding")
        && !response.Headers.Contains("Content-Range")
        && response.Headers.GetJoined("Cache-Control")?.Contains("no-transform", StringComparison.OrdinalIgnoreCase) != true;

    private async ValueTask<Response> TransformAsync(Environ environ, Response response, string type, IReadOnlyList<Stylesheet>? chain)
    {
        var document = response.Body.Length > _options.MaxInputSize ? default : await BodyPrefix.ReadAsync(response.Body, _options.MaxInputSize, environ.Aborted);
        if (!document.IsWhole)
        {
            Log.TooLong(_log, UrlPath.SentTargetOf(environ), _options.MaxInputSize);
        }
        if (!document.IsWhole || document.Bytes.IsEmpty)
        {
            response.Body = document.Then(response.Body);
            return response;
        }
        try
        {
            chain ??= _choice.ByDocument(_input, document.Bytes, type);
            return chain.Count == 0 ? Untouched(response, document) : Transformed(environ, response, document.Bytes, type, chain);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(_log, UrlPath.SentTargetOf(environ), environ.GetText(EnvironKey.RequestId) ?? "-", TransformFailure.Describe(e));
            return _options.OnError == "pass" ? Untouched(response, document) : await FailedAsync(response);
        }
    }

    private Response Transformed(Environ environ, Response response, ReadOnlyMemory<byte> document, string type, IReadOnlyList<Stylesheet> chain)
    {
        var budget = new TransformBudget(_clock, _options.Timeout, environ.Aborted);
        var arguments = ArgumentsOf(environ, budget);
        var stylesheets = chain.Select(sheet => sheet.Current).ToList();
        var result = Transform(document, type, 0);
        for (var i = 1; i < stylesheets.Count; i++)
        {
            using var before = result;
            result = Transform(before.Written, null, i);
        }
        var page = result.Written;
        Announce(response, stylesheets[^1].ContentType(page.Span));
        response.Headers["Content-Length"] = page.Length.ToString(CultureInfo.InvariantCulture);
        if (response.StatusCode == 200)
        {
            response.Headers["ETag"] = ETag.Of(page.Span);
        }
        response.Body = new HeldBody(page, response.Body, result);
        return response;

        LimitedBuffer Transform(ReadOnlyMemory<byte> bytes, string? contentType, int number)
        {
            var stylesheet = stylesheets[number];
            var made = new LimitedBuffer(_options.MaxOutputSize);
            try
            {
                using var documents = new DocumentResolver(_documents, _input, path => chain[number].Owns(path), stylesheet.Space, budget);
                using var tree = _input.Read(bytes, contentType, stylesheet.Space, 0, budget);
                stylesheet.Transform(tree, arguments, documents, made, isLast: number == stylesheets.Count - 1);
                return made;
            }
            catch
            {
                made.Dispose();
                throw;
            }
        }
    }

    private XsltArgumentList ArgumentsOf(Environ environ, TransformBudget budget)
    {
        var arguments = _parameters.Of(environ);
        arguments.AddParam(GuardNode.Parameter.LocalName, GuardNode.Parameter.NamespaceName, new GuardNode(budget));
        arguments.AddExtensionObject(TransformFunctions.Uri, new TransformFunctions());
        foreach (var functions in _functions)
        {
            arguments.AddExtensionObject(functions.Uri, functions.Object);
        }
        arguments.XsltMessageEncountered += (_, message) =>
        {
            var target = UrlPath.SentTargetOf(environ);
            Log.Message(_log, target, message.Message);
        };
        return arguments;
    }

    // What GET would say, as far as it is known without the document (RFC 9110 §9.3.2).
    private Response HeadersOnly(Response response, string type, IReadOnlyList<Stylesheet>? chain)
    {
        var isUnknown = chain is null && _choice.AsksDocuments;
        chain ??= _choice.Otherwise;
        if (isUnknown || chain.Count > 0)
        {
            Announce(response, isUnknown ? type : chain[^1].Current.ContentType("<html"u8));
            response.Headers.Remove("Content-Length");
        }
        response.Body = new HeldBody(default, response.Body);
        return response;
    }

    private void Announce(Response response, string contentType)
    {
        EncodedHeaders.RemoveStale(response.Headers);
        response.Headers.Remove("ETag");
        response.Headers.Remove("Last-Modified"); // a stylesheet may be younger
        response.Headers["Content-Type"] = contentType;
        foreach (var header in _parameters.Headers)
        {
            response.Headers.Append("Vary", header);
        }
    }

    private static Response Untouched(Response response, BodyPrefix document)
    {
        response.Body = document.Then(response.Body);
        return response;
    }

    private static async ValueTask<Response> FailedAsync(Response response)
    {
        await response.DisposeAsync();
        return Response.Text(500, "500 Internal Server Error: the page could not be made.\n");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "No page could be made of {Target} [{RequestId}]: {Reason}")]
        public static partial void Failed(ILogger logger, string target, string requestId, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} is longer than {Most} bytes (max_input_size) and goes out as it is")]
        public static partial void TooLong(ILogger logger, string target, int most);

        [LoggerMessage(Level = LogLevel.Information, Message = "xsl:message about {Target}: {Text}")]
        public static partial void Message(ILogger logger, string target, string text);
    }
}

/// <summary>Settings of the <c>xslt</c> filter.</summary>
public sealed record XsltOptions
{
    /// <summary>The stylesheet for what no rule names; several are a chain, each gets what the one before made.</summary>
    /// <example>page.xsl</example>
    [Setting("stylesheets")]
    public IReadOnlyList<string> Stylesheet { get; init; } = [];

    /// <summary>Stylesheets by path, one rule a line, the first that fits counts: <c>/feeds/* application/atom+xml profile=print -> feed.xsl page.xsl</c>. Types and profile may be left out; <c>-> none</c> leaves the document as it is.</summary>
    public string Rules { get; init; } = "";

    /// <summary>Media types to transform where a rule names none. <c>*/*+xml</c> does not take pictures.</summary>
    public IReadOnlyList<string> Types { get; init; } = ["text/xml", "application/xml", "*/*+xml"];

    /// <summary>Where a request names its profile: <c>query.NAME</c> or <c>env.KEY</c>. It can choose among the rules, never a file.</summary>
    public string? Profile { get; init; }

    /// <summary>Directory of stylesheets that documents may ask for by <c>&lt;?xml-stylesheet href="…"?&gt;</c>; none ignores that. A rule counts more.</summary>
    public string? PiRoot { get; init; }

    /// <summary>Parameters with a fixed value: <c>param.title = Shop</c>.</summary>
    [Setting("params")]
    public IReadOnlyDictionary<string, string> Param { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters from the environ: <c>env.user = REMOTE_USER</c>.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters from the query string: <c>query.page = p</c> is the first value of <c>p</c>.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Directory whose files <c>document()</c> may read; without it only <c>document('')</c>, the stylesheet itself.</summary>
    public string? DocumentRoot { get; init; }

    /// <summary>The DOCTYPE of a document: <c>ignore</c> it, or read the entities of its <c>internal</c> part.</summary>
    public XmlDtd Dtd { get; init; }

    /// <summary>Transforms answers of status 400 and above, too.</summary>
    public bool TransformErrors { get; init; }

    /// <summary>When it fails: answer <c>500</c>, or <c>pass</c> the XML on. The log says why in both cases.</summary>
    [AllowedValues("500", "pass")]
    public string OnError { get; init; } = "500";

    /// <summary>Looks at every request whether a stylesheet or an import of it has changed.</summary>
    public bool Reload { get; init; } = true;

    /// <summary>Longer documents go out as they are.</summary>
    [Setting("max_input"), Range(1, 1024 * 1024 * 1024)]
    public int MaxInputSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>A longer result is a failure.</summary>
    [Setting("max_output"), Range(1, 1024 * 1024 * 1024)]
    public int MaxOutputSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>Elements nested deeper are a failure.</summary>
    [Range(1, 10_000)]
    public int MaxDepth { get; init; } = 1000;

    /// <summary>A transformation that takes longer is a failure, also when a single expression does.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
