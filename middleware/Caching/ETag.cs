// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives pages that have none an entity tag, made of their bytes.</summary>
/// <remarks>Of bodies whose length is known, never of a generator: nothing is delayed. With <c>conditional</c> outside, browsers that have the page get a 304.</remarks>
[Filter("etag")]
public sealed class ETag(ETagOptions options, IWsgiApp next) : IWsgiApp
{
    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        var response = await next.InvokeAsync(environ);
        if (environ.RequestMethod is not ("GET" or "HEAD") || LengthOf(response) is not { } length || length <= 0 || length > options.MaxBufferSize || !Wants(response))
        {
            return response;
        }
        var inner = response.Body;
        try
        {
            // An iterator is asked for its first block, without which nothing goes out anyway; Werkzeug's pages are one block in an iterator.
            var body = await BodyPrefix.ReadAsync(inner, inner.Length is null ? 0 : options.MaxBufferSize, environ.Aborted);
            response.Body = body.Then(inner);
            if (!body.Bytes.IsEmpty && (body.IsWhole || body.Bytes.Length == length))
            {
                response.Headers["ETag"] = Of(body.Bytes.Span);
            }
            return response;
        }
        catch
        {
            await inner.DisposeAsync();
            throw;
        }
    }

    /// <summary>The weak entity tag of some bytes.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes) => $"W/\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";

    private static long? LengthOf(Response response) =>
        response.Body.Length ?? (long.TryParse(response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var declared) ? declared : null);

    private static bool Wants(Response response) =>
        response.StatusCode is 200 or 201
        && !response.Headers.Contains("ETag")
        && !response.Headers.Contains("Set-Cookie")
        && response.Headers.GetJoined("Cache-Control")?.Contains("no-store", StringComparison.OrdinalIgnoreCase) != true;
}

/// <summary>Settings of the <c>etag</c> filter.</summary>
public sealed record ETagOptions
{
    /// <summary>Longer bodies get no entity tag.</summary>
    [Setting("max_buffer"), Range(1, 1024 * 1024 * 1024)]
    public int MaxBufferSize { get; init; } = 1024 * 1024;
}
