// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Answers that are whole pages, into which something is put.</summary>
internal static class HtmlPage
{
    private const int LargestPage = 8 << 20;

    /// <summary>Whether an answer is a whole page that is not compressed.</summary>
    public static bool IsWhole(Response response) => response.AllowsBody && response.StatusCode != 206 && !response.Headers.Contains("Content-Encoding");

    /// <summary>Whether it is HTML.</summary>
    public static bool IsHtml(Response response) => response.Headers["Content-Type"]?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>The answer with another page, made of the one that it had; as it is when that is too large to be looked at by anybody.</summary>
    public static async ValueTask<Response> ChangeAsync(Response response, Func<byte[], byte[]> change)
    {
        var body = response.Body;
        var read = await BeginningAsync(body);
        if (!read.IsWhole)
        {
            response.Body = read.Then(body);
            return response;
        }
        await body.DisposeAsync();
        var page = change(read.Bytes.ToArray());
        response.Body = Body.From(page);
        response.Headers.Remove("ETag");
        response.Headers["Content-Length"] = page.Length.ToString(CultureInfo.InvariantCulture);
        return response;
    }

    private static async ValueTask<BodyPrefix> BeginningAsync(Body body)
    {
        try
        {
            return await BodyPrefix.ReadAsync(body, LargestPage, CancellationToken.None);
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
    }
}
