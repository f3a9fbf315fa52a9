// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Compresses responses for clients that say they can undo it, with Brotli or gzip.</summary>
/// <remarks>Outside of what changes the body; inside of what counts, measures or logs the bytes that are sent.</remarks>
[OutsideOf("xslt", Otherwise = "the stylesheet gets compressed bytes instead of XML")]
[InsideOf("content_length", "etag", Otherwise = "length and entity tag are those of the body before it was compressed")]
[Filter("compress", "gzip", Replaces = ["Paste#gzip"])]
public sealed class Compress : IWsgiApp
{
    // A body of known length up to this is compressed whole, so that its new length can be told.
    private const int WholeAtMost = 1024 * 1024;

    // Of a body of unknown length, this much is compressed before the headers go, if it is there within 50 ms.
    private const int AheadAtMost = 64 * 1024;

    // A body of known length up to this may be kept, in case it comes again.
    private const int RepeatedAtMost = 256 * 1024;

    private static readonly MediaTypes EventStreams = new(
        ["text/event-stream", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq", "application/stream+json", "application/grpc", "application/grpc*"]);

    private readonly CompressOptions _options;
    private readonly IWsgiApp _next;
    private readonly TimeProvider _clock;
    private readonly MediaTypes _types;
    private readonly string[] _codings;
    private readonly Dictionary<string, RepeatedBodies> _repeated;
    private readonly ETagSuffix _tags;
    private readonly ZLibCompressionOptions _gzip;
    private readonly BrotliCompressionOptions _brotli;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A coding or a media type is not one.</exception>
    public Compress(CompressOptions options, IWsgiApp next, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _next = next;
        _clock = clock;
        _types = new MediaTypes(options.Types);
        _codings = [.. options.Codings.Select(Known)];
        _repeated = _codings.Distinct().ToDictionary(coding => coding, _ => new RepeatedBodies(options.RepeatCacheSize / _codings.Length));
        _tags = new ETagSuffix(_codings);
        _gzip = new ZLibCompressionOptions { CompressionLevel = options.Level };
        _brotli = new BrotliCompressionOptions { Quality = options.BrotliLevel };
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var condition = environ.GetText(EnvironKey.HttpIfNoneMatch);
        var response = condition is null && environ.GetText(EnvironKey.HttpIfMatch) is null
            ? await _next.InvokeAsync(environ)
            : await InvokeStrippedAsync(environ);

        if (!MayVary(response))
        {
            return response;
        }
        var varies = response.Headers.GetJoined("Vary");
        response.Headers.Append("Vary", "Accept-Encoding");
        if (response.StatusCode == 304)
        {
            _tags.Restore(response, condition);
        }
        return IsCompressible(response) && CodingFor(environ, response) is { } coding ? await CompressAsync(environ, response, coding, varies) : response;
    }

    // 206 and 304 say what the whole page would have said (RFC 9110 §15.3.7, §15.4.5), and not always of which type it is.
    private bool MayVary(Response response) => response.Headers["Content-Type"] is { } type
        ? _types.Contains(type) || (response.StatusCode == 206 && type.StartsWith("multipart/byteranges", StringComparison.OrdinalIgnoreCase))
        : response.StatusCode == 304;

    private async ValueTask<Response> InvokeStrippedAsync(Environ environ)
    {
        var (noneMatch, match) = (environ.GetText(EnvironKey.HttpIfNoneMatch), environ.GetText(EnvironKey.HttpIfMatch));
        environ[EnvironKey.HttpIfNoneMatch] = noneMatch is null ? null : _tags.Stripped(noneMatch);
        environ[EnvironKey.HttpIfMatch] = match is null ? null : _tags.Stripped(match);
        try
        {
            return await _next.InvokeAsync(environ);
        }
        finally
        {
            environ[EnvironKey.HttpIfNoneMatch] = noneMatch;
            environ[EnvironKey.HttpIfMatch] = match;
        }
    }

    private static bool IsCompressible(Response response) =>
        response.AllowsBody
        && response.StatusCode is not (205 or 206)
        && !response.Headers.Contains("Content-Encoding")
        && !response.Headers.Contains("Content-Range")
        && !ForbidsTransform(response.Headers.GetJoined("Cache-Control"));

    private string? CodingFor(Environ environ, Response response)
    {
        if (environ.RequestMethod == "CONNECT"
            || environ.GetText(EnvironKey.HttpUpgrade) is not (null or "h2c")
            || ForbidsTransform(environ.GetText(EnvironKey.HttpCacheControl))
            || (_options.Breach == BreachDefence.SkipSetCookie && response.Headers.Contains("Set-Cookie")))
        {
            return null;
        }
        var choice = AcceptEncoding.Choose(environ.GetText(EnvironKey.HttpAcceptEncoding), _codings);
        return choice < 0 ? null : _codings[choice];
    }

    private async ValueTask<Response> CompressAsync(Environ environ, Response response, string coding, string? varies)
    {
        var length = EncodedHeaders.LengthOf(environ, response);
        if (length is not null && (length == 0 || length < _options.MinimumSize))
        {
            return response;
        }
        if (environ.RequestMethod == "HEAD")
        {
            // HEAD should carry the headers GET would (RFC 9110 §9.3.2): announce the coding, compress nothing.
            EncodedHeaders.Announce(response, coding, null);
            response.Body = new HeldBody(default, response.Body);
            return response;
        }

        var flushEach = _options.Flush == FlushPolicy.Always || EventStreams.Contains(response.Headers["Content-Type"]);
        var padding = PaddingFor(varies);
        var body = new CompressedBody(response.Body, () => NewEncoder(coding, padding), flushEach, _clock);
        response.Body = body;
        var repeated = _options.RepeatCacheSize > 0 && padding is null && length <= RepeatedAtMost ? _repeated[coding] : null;
        if (flushEach || length > WholeAtMost || await BeginAsync(body, length, repeated, environ.Aborted))
        {
            EncodedHeaders.Announce(response, coding, body.Length);
            return response;
        }
        response.Body = new HeldBody(body.Small, body);
        EncodedHeaders.SetLength(response, body.Small.Length);
        return response;
    }

    private async ValueTask<bool> BeginAsync(CompressedBody body, long? length, RepeatedBodies? repeated, CancellationToken cancel)
    {
        try
        {
            if (length is null)
            {
                return await body.BeginAsync(_options.MinimumSize, AheadAtMost, cancel);
            }
            if (repeated is not null)
            {
                await body.CompressWholeAsync(length.Value, repeated, cancel);
            }
            return await body.BeginAsync(0, WholeAtMost + 1, cancel);
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
    }

    private byte[]? PaddingFor(string? varies) =>
        _options.Breach == BreachDefence.RandomPadding && varies?.Contains("Cookie", StringComparison.OrdinalIgnoreCase) == true ? Padding.Next() : null;

    private Encoder NewEncoder(string coding, byte[]? padding) =>
        coding == "br" ? new BrEncoder(_brotli, padding) : new GZipEncoder(_gzip, padding);

    private static bool ForbidsTransform(string? cacheControl) =>
        cacheControl is not null && cacheControl.Contains("no-transform", StringComparison.OrdinalIgnoreCase);

    private static string Known(string coding) => coding.ToLowerInvariant() switch
    {
        "br" or "brotli" => "br",
        "gzip" or "x-gzip" => "gzip",
        _ => throw BadSetting.Of(nameof(CompressOptions.Codings), $"codings: '{coding}' is not one of br, gzip"),
    };
}

/// <summary>Settings of the <c>compress</c> filter.</summary>
public sealed record CompressOptions
{
    /// <summary>Level of gzip: 1 is fastest, 9 is smallest.</summary>
    [Range(1, 9), Setting("compress_level")]
    public int Level { get; init; } = 6;

    /// <summary>Level of Brotli: 0 is fastest, 11 is smallest and far too slow for answers that are made for one request.</summary>
    [Range(0, 11), Setting("br_level")]
    public int BrotliLevel { get; init; } = 4;

    /// <summary>What to offer; the first wins where the client likes several equally.</summary>
    [AllowedValues("br", "gzip", "brotli", "x-gzip")]
    public IReadOnlyList<string> Codings { get; init; } = ["br", "gzip"];

    /// <summary>Shorter bodies are left alone: they would grow.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumSize { get; init; } = 512;

    /// <summary>Media types to compress; <c>text/*</c> and <c>application/*+json</c> stand for many.</summary>
    [Setting("mime_types")]
    public IReadOnlyList<string> Types { get; init; } = MediaTypes.Default;

    /// <summary>Memory for pages that were sent more than once, so that the same page is compressed once; 0 turns that off.</summary>
    [Range(0, int.MaxValue)]
    public int RepeatCacheSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>When bytes leave the compressor: <c>auto</c> (at once for event streams, else when the app pauses for 50 ms) or <c>always</c> (after each block).</summary>
    public FlushPolicy Flush { get; init; } = FlushPolicy.Auto;

    /// <summary>Against guessing secrets from lengths: <c>random_padding</c> (of answers that vary on Cookie), <c>skip_set_cookie</c> (no compression with Set-Cookie), <c>off</c>.</summary>
    public BreachDefence Breach { get; init; } = BreachDefence.RandomPadding;
}
