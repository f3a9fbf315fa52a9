// SPDX-License-Identifier: MIT
using Microsoft.AspNetCore.StaticFiles;

namespace Composer.Middleware;

/// <summary>Media types by file ending.</summary>
internal static class MediaTypeTable
{
    /// <summary>The usual ones and some more.</summary>
    /// <exception cref="ArgumentException">An entry is not <c>.ending=type</c>.</exception>
    public static FileExtensionContentTypeProvider With(IEnumerable<string> entries)
    {
        var table = new FileExtensionContentTypeProvider();
        foreach (var entry in entries)
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals < 2 || entry[0] != '.' || !entry.AsSpan(equals + 1).Contains('/'))
            {
                throw BadSetting.Of(nameof(StaticOptions.Types), $"types: '{entry}' is not of the form .ending=type/subtype");
            }
            table.Mappings[entry[..equals]] = entry[(equals + 1)..];
        }
        return table;
    }
}
