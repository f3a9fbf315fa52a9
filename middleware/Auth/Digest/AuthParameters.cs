// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>The parameters of an <c>Authorization</c> header (RFC 9110 §11.4): <c>name=token</c> and <c>name="quoted \" string"</c>, between commas.</summary>
internal static class AuthParameters
{
    private const string Between = " \t,";

    /// <summary>What follows a scheme, or null when the header is of another one.</summary>
    public static string? After(string scheme, string? header) =>
        header is not null && header.Length > scheme.Length && header[scheme.Length] == ' ' && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? header[(scheme.Length + 1)..].Trim(' ')
            : null;

    /// <summary>The parameters by their names, which have no case; null when the text is ill-formed or names one twice.</summary>
    public static Dictionary<string, string>? Parse(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = text.AsSpan().Trim(Between);
        while (!rest.IsEmpty)
        {
            var equals = rest.IndexOf('=');
            if (equals <= 0 || TakeValue(rest[(equals + 1)..].TrimStart(' '), out var after) is not { } value || !parameters.TryAdd(rest[..equals].TrimEnd(' ').ToString(), value))
            {
                return null;
            }
            if (!after.IsEmpty && after[0] != ',')
            {
                return null;
            }
            rest = after.TrimStart(Between);
        }
        return parameters;
    }

    private static string? TakeValue(ReadOnlySpan<char> text, out ReadOnlySpan<char> after)
    {
        if (text.StartsWith('"'))
        {
            return TakeQuoted(text[1..], out after);
        }
        var end = text.IndexOfAny(Between);
        var token = end < 0 ? text : text[..end];
        after = text[token.Length..].TrimStart(' ');
        return token.IsEmpty || token.Contains('"') ? null : token.ToString();
    }

    private static string? TakeQuoted(ReadOnlySpan<char> text, out ReadOnlySpan<char> after)
    {
        var value = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                after = text[(i + 1)..].TrimStart(' ');
                return value.ToString();
            }
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            value.Append(text[i]);
        }
        after = default;
        return null;
    }
}
