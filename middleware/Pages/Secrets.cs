// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>Keeps secrets out of pages, mails and logs, by the names that they go by.</summary>
internal static partial class Secrets
{
    /// <summary>What is shown instead.</summary>
    public const string Mask = "[hidden]";

    private static readonly string[] Words = ["secret", "password", "passwd", "pwd", "token", "key", "cookie", "authorization", "credential", "signature", "session"];

    // Their names hold a word of the list, their values no secret.
    private static readonly string[] Harmless = ["HTTP_SEC_WEBSOCKET_KEY", "REMOTE_USER_TOKENS", "composer.session", "beaker.session", "beaker.get_session", "paste.session.factory"];

    /// <summary>Whether the value of this name should not be seen.</summary>
    public static bool Hides(string name) =>
        Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) && !Harmless.Contains(name);

    /// <summary>A text with the passwords of the URLs in it masked: that of a database, for instance.</summary>
    public static string MaskUrls(string text) => UserInfo().Replace(text, $"$1{Mask}@");

    /// <summary>A URL, a query or a form with the values of some names masked; the text itself when there are none.</summary>
    /// <param name="text">Anything with <c>name=value&amp;name=value</c> in it, behind a question mark if there is one.</param>
    /// <param name="hides">Tells the names, percent-decoded.</param>
    public static string MaskQuery(string text, Predicate<string> hides)
    {
        var start = text.IndexOf('?', StringComparison.Ordinal) + 1;
        if (text.IndexOf('=', start) < 0)
        {
            return text;
        }
        StringBuilder? masked = null;
        for (var at = start; at <= text.Length;)
        {
            var end = text.IndexOfAny(['&', ';'], at) is var found and >= 0 ? found : text.Length;
            var equals = text.IndexOf('=', at, end - at);
            var hidden = equals >= 0 && equals + 1 < end && hides(Uri.UnescapeDataString(text[at..equals]));
            masked ??= hidden ? new StringBuilder(text, 0, at, text.Length) : null;
            masked?.Append(text, at, (hidden ? equals + 1 : end) - at).Append(hidden ? Mask : "").Append(text, end, end < text.Length ? 1 : 0);
            at = end + 1;
        }
        return masked?.ToString() ?? text;
    }

    [GeneratedRegex("(://[^/?#@\\s:]*:)[^/@\\s]+@", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();
}
