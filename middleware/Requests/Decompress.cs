// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Undoes the compression of request bodies (gzip, deflate, br), so that the app sees them plain, with their length.</summary>
/// <remarks>A body that swells beyond the limits is refused with 413 before the app is called, one that is broken with 400, one in another coding with 415.</remarks>
[Filter("decompress")]
public sealed class Decompress : IWsgiApp
{
    private const int MostCodings = 4;

    private static readonly EnvironKey ContentEncoding = EnvironKey.Of("HTTP_CONTENT_ENCODING");

    private readonly DecompressOptions _options;
    private readonly IWsgiApp _next;
    private readonly HashSet<string> _codings;

    /// <summary>Stores the settings.</summary>
    public Decompress(DecompressOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _next = next;
        _codings = new HashSet<string>(options.Codings, StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        var codings = environ.GetText(ContentEncoding)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        codings = Array.FindAll(codings, coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase));
        if (codings.Length == 0)
        {
            return _next.InvokeAsync(environ);
        }
        return codings.Length <= MostCodings && codings.All(IsKnown) ? DecodedAsync(environ, codings) : new(Unsupported());
    }

    private async ValueTask<Response> DecodedAsync(Environ environ, string[] codings)
    {
        var limits = new DecodeLimits(_options.MaxSize, _options.MaxRatio);
        SpooledBytes body;
        try
        {
            body = await RequestDecoding.DecodeAsync(environ.Input, codings, limits, environ.Aborted);
        }
        catch (InvalidDataException)
        {
            return Response.Text(400, "400 Bad Request: the body is not what its Content-Encoding says.\n");
        }
        catch (DecodeLimits.Exceeded)
        {
            return Response.Text(413, "413 Content Too Large: the body is too large when it is decompressed.\n");
        }
        environ.Input = body.Stream;
        environ[EnvironKey.InputTerminated] = true;
        environ[EnvironKey.ContentLength] = body.Stream.Length.ToString(CultureInfo.InvariantCulture);
        environ[EnvironKey.HttpTransferEncoding] = null;
        environ[ContentEncoding] = null;
        return body.IsFile ? await WithFileAsync(environ, body) : await _next.InvokeAsync(environ);
    }

    // The file lives as long as the request.
    private async ValueTask<Response> WithFileAsync(Environ environ, SpooledBytes body)
    {
        try
        {
            var response = await _next.InvokeAsync(environ);
            response.Body = new BodyWith(response.Body, body.Stream);
            return response;
        }
        catch
        {
            await body.Stream.DisposeAsync();
            throw;
        }
    }

    private bool IsKnown(string coding) => _codings.Contains(coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase) ? "gzip" : coding);

    // RFC 9110 §12.5.3: Accept-Encoding in a 415 says what would have been understood.
    private Response Unsupported()
    {
        var response = Response.Text(415, $"415 Unsupported Media Type: a body may be in one of {string.Join(", ", _options.Codings)}, or plain.\n");
        response.Headers.Add("Accept-Encoding", string.Join(", ", _options.Codings));
        return response;
    }

    private sealed class BodyWith(Body inner, Stream file) : WrappedBody(inner)
    {
        protected override ValueTask EndAsync() => file.DisposeAsync();
    }
}

/// <summary>Settings of the <c>decompress</c> filter.</summary>
public sealed record DecompressOptions
{
    /// <summary>What is undone.</summary>
    [AllowedValues("gzip", "deflate", "br")]
    public IReadOnlyList<string> Codings { get; init; } = ["gzip", "deflate", "br"];

    /// <summary>The longest body, after it was decompressed.</summary>
    [Range(1, long.MaxValue)]
    public long MaxSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many times longer a body may become; counts from 1 MiB on.</summary>
    [Range(1, 100_000)]
    public int MaxRatio { get; init; } = 200;
}
