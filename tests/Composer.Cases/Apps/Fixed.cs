// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Cases.Apps;

/// <summary>One answer, exactly as told.</summary>
[App("case-fixed")]
public sealed class Fixed(FixedOptions options) : IWsgiApp
{
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = new Response(options.Status, Body.From(Encoding.UTF8.GetBytes(options.Body)));
        foreach (var header in options.Headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            response.Headers.Add(header[..colon], header[(colon + 1)..].Trim());
        }
        return new(response);
    }
}

/// <summary>Settings of <c>case-fixed</c>.</summary>
public sealed record FixedOptions
{
    /// <summary>Code and reason.</summary>
    public string Status { get; init; } = "200 OK";

    /// <summary><c>Name: value</c>, one each.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The body.</summary>
    public string Body { get; init; } = "";
}
