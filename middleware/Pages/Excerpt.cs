// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The beginning of a text, where its length is somebody else's choice.</summary>
internal static class Excerpt
{
    /// <summary>The text; when it is longer than <paramref name="most"/> characters, only so many, and an ellipsis.</summary>
    public static string Of(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
