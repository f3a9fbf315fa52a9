// SPDX-License-Identifier: MIT
using System.Net;

namespace Composer.Middleware;

/// <summary>Text for HTML pages of any encoding that has ASCII in it.</summary>
internal static class AsciiHtml
{
    public static string Of(string text) => string.Concat(WebUtility.HtmlEncode(text).EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : $"&#{rune.Value};"));
}
