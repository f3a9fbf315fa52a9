// SPDX-License-Identifier: MIT
using System.Collections;
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>An environ as people read it: sorted, as text, without secrets.</summary>
internal static class EnvironTable
{
    private const int LongestValue = 4096;

    private static readonly string[] WithQuery = ["QUERY_STRING", "REQUEST_URI", "RAW_URI", "HTTP_REFERER"];

    /// <summary>CGI variables first, then <c>wsgi.*</c> and the rest.</summary>
    /// <param name="environ">What to show.</param>
    /// <param name="secrets">Whether to show secrets too.</param>
    public static IReadOnlyList<EnvironRow> Of(Environ environ, bool secrets = false) =>
    [
        .. environ
            .OrderBy(pair => pair.Key.Contains('.'))
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new EnvironRow(pair.Key, Value(pair.Key, pair.Value, secrets ? _ => false : Secrets.Hides))),
    ];

    private static object Value(string name, object value, Predicate<string> hides)
    {
        if (hides(name))
        {
            return Secrets.Mask;
        }
        return value switch
        {
            string text => Shorten(WithQuery.Contains(name) ? Secrets.MaskQuery(Decoded(text), hides) : Decoded(text)),
            bool or int or long or double => value,
            IEnumerable list and not IDictionary => Shorten(string.Join(", ", list.Cast<object?>().Take(100))),
            _ => Shorten(Describe(value)),
        };
    }

    /// <summary>Native strings hold bytes; most of them are UTF-8.</summary>
    private static string Decoded(string native)
    {
        if (!native.AsSpan().ContainsAnyExceptInRange('\0', '\x7f') || native.AsSpan().ContainsAnyExceptInRange('\0', '\xff'))
        {
            return native;
        }
        var text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(native));
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? native : text;
    }

    private static string Describe(object value)
    {
        try
        {
            var type = value.GetType();
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            return text == type.ToString() ? $"<{type.Name}>" : text;
        }
        catch (Exception e)
        {
            // Somebody's ToString, or __repr__ in Python, must not make an error page fail.
            return $"<{value.GetType().Name}: {e.GetType().Name}>";
        }
    }

    private static string Shorten(string text) => text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue), "…");
}
