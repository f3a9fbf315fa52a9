// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Chooses a content coding from an <c>Accept-Encoding</c> header (RFC 9110 §12.5.3).</summary>
internal static class AcceptEncoding
{
    // A client that names more is not negotiating; the time stays linear (rack CVE-2026-34230).
    private const int MostEntries = 16;
    private const int Unlisted = -1;

    /// <summary>The index of the coding that the client likes best, or -1 for none, which is what an unacceptable identity gets too.</summary>
    /// <param name="header">The header; null when there is none.</param>
    /// <param name="codings">What the server can do; the first of equals wins.</param>
    public static int Choose(string? header, ReadOnlySpan<string> codings)
    {
        if (string.IsNullOrEmpty(header))
        {
            return -1;
        }
        Span<int> weights = stackalloc int[codings.Length];
        weights.Fill(Unlisted);
        var (others, identity) = (Unlisted, Unlisted);

        var entries = 0;
        foreach (var range in header.AsSpan().Split(','))
        {
            if (entries++ == MostEntries)
            {
                break;
            }
            if (!TryParse(header.AsSpan(range), out var name, out var weight))
            {
                continue;
            }
            if (IndexOf(codings, name) is var known and >= 0)
            {
                weights[known] = weight;
            }
            others = name is "*" ? weight : others;
            identity = name.Equals("identity", StringComparison.OrdinalIgnoreCase) ? weight : identity;
        }
        return Best(weights, others, Math.Max(identity, 0));
    }

    private static int Best(ReadOnlySpan<int> weights, int others, int identity)
    {
        var best = -1;
        var bestWeight = Math.Max(identity - 1, 0);
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = weights[i] == Unlisted ? others : weights[i];
            if (weight > bestWeight)
            {
                (best, bestWeight) = (i, weight);
            }
        }
        return best;
    }

    private static bool TryParse(ReadOnlySpan<char> entry, out ReadOnlySpan<char> name, out int weight)
    {
        weight = 1000;
        var semicolon = entry.IndexOf(';');
        name = (semicolon < 0 ? entry : entry[..semicolon]).Trim(" \t");
        if (semicolon < 0)
        {
            return !name.IsEmpty;
        }
        var parameter = entry[(semicolon + 1)..].Trim(" \t");
        return !name.IsEmpty && parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && TryParseWeight(parameter[2..], out weight);
    }

    // weight = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
    private static bool TryParseWeight(ReadOnlySpan<char> text, out int weight)
    {
        weight = 0;
        if (text.IsEmpty || text.Length > 5 || text[0] is not ('0' or '1') || (text.Length > 1 && text[1] != '.'))
        {
            return false;
        }
        weight = (text[0] - '0') * 1000;
        var unit = 100;
        foreach (var digit in text.Length > 2 ? text[2..] : default)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }
            weight += (digit - '0') * unit;
            unit /= 10;
        }
        return weight <= 1000;
    }

    private static int IndexOf(ReadOnlySpan<string> codings, ReadOnlySpan<char> name)
    {
        // RFC 9110 §8.4.1.3: x-gzip means gzip.
        name = name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase) ? "gzip" : name;
        for (var i = 0; i < codings.Length; i++)
        {
            if (name.Equals(codings[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }
}
