// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Reads bodies to their end, for what must see a page as a whole.</summary>
internal static class WholeBody
{
    /// <summary>All bytes of a body, which is disposed whatever happens.</summary>
    public static async ValueTask<byte[]> ReadAsync(Body body)
    {
        var page = new MemoryStream();
        try
        {
            while (await body.ReadAsync() is { IsEmpty: false } block)
            {
                page.Write(block.Span);
            }
        }
        finally
        {
            await body.DisposeAsync();
        }
        return page.ToArray();
    }
}
