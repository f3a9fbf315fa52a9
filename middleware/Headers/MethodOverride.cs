// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text;
using Composer.Wsgi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Composer.Middleware;

/// <summary>Lets a form, which can only POST, ask for PUT, PATCH or DELETE: by a field, or a client by a header. The app sees that method, and the whole form.</summary>
[Filter("method_override", "method-override")]
public sealed class MethodOverride : IWsgiApp
{
    private const int LongestBoundary = 70; // RFC 2046 §5.1.1

    private static readonly EnvironKey Original = EnvironKey.Of("composer.original_method");

    private readonly MethodOverrideOptions _options;
    private readonly IWsgiApp _next;
    private readonly EnvironKey? _header;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">The header's name is none.</exception>
    public MethodOverride(MethodOverrideOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _next) = (options, next);
        _header = options.Header.Length == 0 ? null
            : HeaderList.Problem(options.Header, "") is null && EnvironKey.TryOfHeader(options.Header, out var key) ? key
            : throw BadSetting.Of(nameof(options.Header), $"'{options.Header}' is not the name of a header");
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        if (environ.RequestMethod != "POST")
        {
            return _next.InvokeAsync(environ);
        }
        if (_header is not null && environ.GetText(_header) is { Length: > 0 } wanted)
        {
            Override(environ, wanted);
            return _next.InvokeAsync(environ);
        }
        return _options.Field.Length > 0 && FormOf(environ) is { } form ? AskFormAsync(environ, form) : _next.InvokeAsync(environ);
    }

    private async ValueTask<Response> AskFormAsync(Environ environ, MediaTypeHeaderValue type)
    {
        var input = environ.Input;
        var head = new byte[Math.Min(_options.MaxFormSize, environ.ContentLength ?? _options.MaxFormSize)];
        var length = await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, environ.Aborted);
        var read = head.AsMemory(0, length);
        environ.Input = new LookedAtInput(read, input);
        if (await ValueAsync(read, type) is { Length: > 0 } wanted)
        {
            Override(environ, wanted);
        }
        return await _next.InvokeAsync(environ);
    }

    private void Override(Environ environ, string wanted)
    {
        var method = wanted.Trim().ToUpperInvariant();
        if (_options.Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        {
            environ[Original] = environ.RequestMethod;
            environ.RequestMethod = method;
        }
    }

    private static MediaTypeHeaderValue? FormOf(Environ environ) =>
        MediaTypeHeaderValue.TryParse(environ.GetText(EnvironKey.ContentType), out var type)
        && (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) || IsMultipart(type))
            ? type
            : null;

    private static bool IsMultipart(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(type.Boundary).Length is > 0 and <= LongestBoundary;

    // What is no form, or ends too early, asks for nothing; the app will see for itself.
    private async ValueTask<string?> ValueAsync(ReadOnlyMemory<byte> head, MediaTypeHeaderValue type)
    {
        using var stream = new MemoryStream(head.ToArray());
        try
        {
            return IsMultipart(type)
                ? await PartAsync(new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, stream)) // it has a value
                : Field(head.Span);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return null;
        }
    }

    private string? Field(ReadOnlySpan<byte> form) => Encoding.Latin1.GetString(form).Split('&')
        .Select(pair => pair.Split('=', 2))
        .FirstOrDefault(pair => pair.Length == 2 && WebUtility.UrlDecode(pair[0]) == _options.Field)?[1];

    private async Task<string?> PartAsync(MultipartReader parts)
    {
        while (await parts.ReadNextSectionAsync() is { } part)
        {
            if (part.GetContentDispositionHeader() is { } disposition && disposition.IsFormDisposition() && HeaderUtilities.RemoveQuotes(disposition.Name) == _options.Field)
            {
                return await part.ReadAsStringAsync();
            }
        }
        return null;
    }
}

/// <summary>Settings of the <c>method_override</c> filter.</summary>
public sealed record MethodOverrideOptions
{
    /// <summary>The form field that names the method; empty looks at no forms.</summary>
    public string Field { get; init; } = "_method";

    /// <summary>The header that names the method; empty looks at none.</summary>
    public string Header { get; init; } = "X-HTTP-Method-Override";

    /// <summary>The methods that may be asked for. GET and its like are not among them, because what protects against forged requests lets those pass.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["PUT", "PATCH", "DELETE"];

    /// <summary>How much of a form is looked at; the field should come first.</summary>
    [Range(1024, 16777216)]
    public int MaxFormSize { get; init; } = 64 << 10;
}
