// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Refuses request bodies that are too large: at once when their length is known, else as soon as too much was read.</summary>
[Filter("body_limit", "body-limit", "bodylimit")]
public sealed class BodyLimit(BodyLimitOptions options, IWsgiApp next) : IWsgiApp
{
    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (environ.ContentLength > options.MaxSize)
        {
            return new(TooLarge(environ));
        }
        // Some servers leave a Content-Length beside Transfer-Encoding, where it means nothing (RFC 9112 §6.3).
        var isKnown = environ.ContentLength is not null && environ[EnvironKey.HttpTransferEncoding] is null;
        if (isKnown || ReferenceEquals(environ.Input, Stream.Null))
        {
            return next.InvokeAsync(environ);
        }
        return CountedAsync(environ);
    }

    private async ValueTask<Response> CountedAsync(Environ environ)
    {
        var input = new LimitedInput(environ.Input, options.MaxSize);
        environ.Input = input;
        try
        {
            var response = await next.InvokeAsync(environ);
            if (!input.IsExceeded || response.StatusCode < 400)
            {
                return response;
            }
            await response.DisposeAsync(); // made of the exception that the app got
            return TooLarge(environ);
        }
        catch (Exception) when (input.IsExceeded)
        {
            return TooLarge(environ);
        }
    }

    private Response TooLarge(Environ environ) => Refusal.Of(environ, 413, $"The request body is larger than {options.MaxSize} bytes.");
}

/// <summary>Settings of the <c>body_limit</c> filter.</summary>
public sealed record BodyLimitOptions
{
    /// <summary>The size of the largest request body.</summary>
    [Range(0, int.MaxValue), Setting("max", "max_body_size")]
    public long MaxSize { get; init; } = 10 << 20;
}
