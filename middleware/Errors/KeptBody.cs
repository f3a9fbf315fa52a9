// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Reads an answer, so that its app has ended before another is asked.</summary>
internal static class KeptBody
{
    /// <summary>The same answer with its body in memory. One that is longer than <paramref name="most"/> is replaced by a plain one of its status.</summary>
    public static async ValueTask<Response> OfAsync(Response response, int most)
    {
        BodyPrefix read;
        await using (response.Body)
        {
            read = await BodyPrefix.ReadAsync(response.Body, most, CancellationToken.None);
        }
        if (read.IsWhole)
        {
            response.Body = Body.From(read.Bytes);
            return response;
        }
        var plain = Response.Text(response.StatusCode, response.Status + "\n");
        foreach (var (name, value) in response.Headers)
        {
            if (!name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                plain.Headers.Add(name, value);
            }
        }
        return plain;
    }
}
