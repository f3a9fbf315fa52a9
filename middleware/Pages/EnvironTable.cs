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

    /// <summary>CGI variables first, then <c>wsgi.*</c> and the rest.</summary>
    /// <param name="environ">What to show.</param>
    /// <param name="secrets">Whether to show secrets too.</param>
    public static IReadOnlyList<EnvironRow> Of(Environ environ, bool secrets = false) =>
    [
        .. environ
            .OrderBy(pair => pair.Key.Contains('.'))
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new EnvironRow(pair.Key, Value(pair.Key, pair.Value, secrets))),
    ];

    private static object Value(string name, object value, bool secrets)
    {
        if (!secrets && Secrets.Hides(name))
        {
            return Secrets.Mask;
        }
        return value switch
        {
            string text => Masked(name, Excerpt.Of(Decoded(text), LongestValue), secrets),
            bool or int or long or double => value,
            byte[] bytes => $"<{bytes.Length} bytes>",
            Environ => "<environ>",
            _ => Excerpt.Of(Describe(value, secrets), LongestValue),
        };
    }

    private static string Pair(object key, object? value, bool secrets)
    {
        var name = Convert.ToString(key, CultureInfo.InvariantCulture) ?? "";
        return $"{name}: {(value is null ? "" : value is IDictionary ? "{…}" : Value(name, value, secrets))}";
    }

    private static string Masked(string name, string text, bool secrets)
    {
        if (secrets)
        {
            return text;
        }
        var masked = text.Contains('?', StringComparison.Ordinal) || name == "QUERY_STRING" ? Secrets.MaskQuery(text, Secrets.Hides) : text;
        return Secrets.MaskUrls(masked);
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

    private static string Describe(object value, bool secrets)
    {
        try
        {
            if (value is IDictionary pairs)
            {
                return string.Join(", ", pairs.Keys.Cast<object>().Take(100).Select(key => Pair(key, pairs[key], secrets)));
            }
            if (value is IEnumerable list)
            {
                return string.Join(", ", list.Cast<object?>().Take(100));
            }
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
}
