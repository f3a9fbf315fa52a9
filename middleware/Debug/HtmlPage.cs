// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Answers that are whole pages, into which something is put.</summary>
internal static class HtmlPage
{
    /// <summary>Whether an answer is a whole page that is not compressed.</summary>
    public static bool IsWhole(Response response) => response.AllowsBody && response.StatusCode != 206 && !response.Headers.Contains("Content-Encoding");

    /// <summary>Whether it is HTML.</summary>
    public static bool IsHtml(Response response) => response.Headers["Content-Type"]?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>The answer with another page, made of the one that it had.</summary>
    public static async ValueTask<Response> ChangeAsync(Response response, Func<byte[], byte[]> change)
    {
        var page = change(await WholeBody.ReadAsync(response.Body));
        response.Body = Body.From(page);
        response.Headers.Remove("ETag");
        response.Headers["Content-Length"] = page.Length.ToString(CultureInfo.InvariantCulture);
        return response;
    }
}
