// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A name or URI, and who asks for it.</summary>
/// <param name="Name">The name or URI; null only when a loader is asked for its main object.</param>
/// <param name="Source">Where it is written.</param>
/// <param name="Asker">As <c>pipeline 'main'</c>; null when nobody in a config file asks.</param>
/// <param name="InPipeline">It is an item of a pipeline.</param>
internal sealed record Reference(string? Name, Source Source, string? Asker = null, bool InPipeline = false)
{
    /// <summary>Whether it is a URI; everything else is a section's name.</summary>
    public bool IsUri => Name is not null && LooksLikeUri(Name);

    /// <summary>Paste Deploy's <c>^[a-zA-Z]+:</c>.</summary>
    public static bool LooksLikeUri(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && name.AsSpan(0, colon).IndexOfAnyExcept(Letters) < 0;
    }

    private static System.Buffers.SearchValues<char> Letters { get; } = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
