// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What the trusted proxies say of a request; null where they say nothing.</summary>
/// <remarks>Every proxy appends to a list, so that only the last entries are by the trusted ones; of those the first counts. This is how waitress reads them.</remarks>
internal sealed record ForwardedValues(string? Client, string? Scheme, string? Host, string? Port, string? Prefix)
{
    /// <summary>Reads the headers that are trusted.</summary>
    /// <param name="environ">The request.</param>
    /// <param name="trusted">Whether a header is trusted.</param>
    /// <param name="count">How many proxies are.</param>
    /// <exception cref="FormatException">A header is malformed; the message is its name.</exception>
    public static ForwardedValues Read(Environ environ, Predicate<ProxyHeader> trusted, int count)
    {
        var prefix = Read(ProxyHeader.XForwardedPrefix, text => Listed(text, count));
        if (trusted(ProxyHeader.Forwarded))
        {
            var (client, scheme, host) = Read(ProxyHeader.Forwarded, text => Elements(text, count));
            return new(client, scheme, host, null, prefix);
        }
        return new(
            Read(ProxyHeader.XForwardedFor, text => Listed(text, count)),
            Read(ProxyHeader.XForwardedProto, Single),
            Read(ProxyHeader.XForwardedHost, text => Listed(text, count)),
            Read(ProxyHeader.XForwardedPort, Single),
            prefix);

        T? Read<T>(ProxyHeader header, Func<string, T?> read)
        {
            if (!trusted(header) || environ.GetText(ProxyHeaders.KeyOf(header)) is not { Length: > 0 } text)
            {
                return default;
            }
            try
            {
                return read(text);
            }
            catch (FormatException e)
            {
                throw new FormatException(ProxyHeaders.NameOf(header), e);
            }
        }
    }

    private static string? Listed(string text, int count) => OrNull(Array.ConvertAll(text.Split(','), item => QuotedText.Undo(item.Trim())).TakeLast(count).First());

    private static string? Single(string text) =>
        QuotedText.Undo(text) is var value && value.Contains(',', StringComparison.Ordinal) ? throw new FormatException("several values") : OrNull(value);

    // What the oldest trusted proxy does not say, the next may.
    private static (string? Client, string? Scheme, string? Host) Elements(string text, int count)
    {
        (string? Client, string? Scheme, string? Host) values = default;
        foreach (var element in Array.ConvertAll(text.Split(','), Element).TakeLast(count).Reverse())
        {
            values = (element.Client ?? values.Client, element.Scheme ?? values.Scheme, element.Host ?? values.Host);
        }
        return values;
    }

    private static (string? Client, string? Scheme, string? Host) Element(string text)
    {
        (string? Client, string? Scheme, string? Host) element = default;
        foreach (var pair in text.Trim().ToLowerInvariant().Split(';').Where(pair => pair.Length > 0))
        {
            if (pair.Split('=', 2) is not [var name, var quoted] || name.Trim() != name || quoted.Trim() != quoted)
            {
                throw new FormatException("not a pair");
            }
            var value = name is "by" or "for" or "host" or "proto" ? OrNull(QuotedText.Undo(quoted)) : null;
            element = name switch
            {
                "for" => element with { Client = value },
                "proto" => element with { Scheme = value },
                "host" => element with { Host = value },
                _ => element,
            };
        }
        return element;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
