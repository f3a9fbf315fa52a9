// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Wsgi;

/// <summary>An answer: status, headers and body. Complete when it is returned: headers are not sent before, and not changed after.</summary>
public sealed class Response : IAsyncDisposable
{
    private string? _status;

    /// <summary>An answer with a status line as PEP 3333 writes it.</summary>
    /// <param name="status">Three digits, a space and a reason: <c>"200 OK"</c>.</param>
    /// <param name="body">The body; none means empty.</param>
    /// <exception cref="ArgumentException">The status is not of that form.</exception>
    public Response(string status, Body? body = null)
    {
        if (StatusProblem(status) is { } problem)
        {
            throw new ArgumentException(problem, nameof(status));
        }
        _status = status;
        StatusCode = CodeOf(status);
        Body = body ?? Body.Empty;
    }

    /// <summary>An answer with the usual reason of a status code.</summary>
    public Response(int statusCode, Body? body = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 999);
        StatusCode = statusCode;
        Body = body ?? Body.Empty;
    }

    /// <summary>The status code, 100 to 999.</summary>
    public int StatusCode { get; }

    /// <summary>Code and reason, as in PEP 3333: <c>"404 Not Found"</c>.</summary>
    public string Status => _status ??= StatusCode.ToString(CultureInfo.InvariantCulture) + " " + Reason.Of(StatusCode);

    /// <summary>The headers.</summary>
    public HeaderList Headers { get; init; } = new();

    /// <summary>The body. Whoever replaces it takes over the duty to dispose the old one.</summary>
    public Body Body { get; set; }

    /// <summary>Whether a body may follow these headers at all (RFC 9110 §6.4.1: not after 1xx, 204 and 304).</summary>
    public bool AllowsBody => StatusCode is >= 200 and not (204 or 304);

    /// <summary>A text answer in UTF-8, with its length.</summary>
    public static Response Text(int statusCode, string text, string contentType = "text/plain; charset=utf-8")
    {
        var body = Body.From(text);
        var response = new Response(statusCode, body);
        response.Headers.AddUnchecked("Content-Type", contentType);
        response.Headers.AddUnchecked("Content-Length", (body.Length ?? 0).ToString(CultureInfo.InvariantCulture));
        return response;
    }

    /// <summary>Says why a status line may not be sent, or null.</summary>
    public static string? StatusProblem(string status)
    {
        if (status.Length < 4 || !char.IsAsciiDigit(status[0]) || status[0] == '0' || !char.IsAsciiDigit(status[1]) || !char.IsAsciiDigit(status[2]) || status[3] != ' ')
        {
            return "the status must be three digits, a space and a reason (PEP 3333, The start_response() Callable)";
        }
        return HeaderList.ValueProblem(status) is null ? null : "the status holds a control character or one beyond latin-1";
    }

    /// <summary>Disposes the body.</summary>
    public ValueTask DisposeAsync() => Body.DisposeAsync();

    /// <summary>An answer whose status line was checked before.</summary>
    internal static Response Unchecked(string status, HeaderList headers, Body body) => new(CodeOf(status), body) { _status = status, Headers = headers };

    private static int CodeOf(string status) => ((status[0] - '0') * 100) + ((status[1] - '0') * 10) + (status[2] - '0');
}
