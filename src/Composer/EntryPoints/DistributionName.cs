// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Composer;

/// <summary>Names of Python distributions, compared as importlib.metadata does (PEP 503).</summary>
internal static class DistributionName
{
    /// <summary>Compares by <see cref="Same"/>.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new NormalComparer();

    /// <summary>Lower case, and every run of <c>-</c>, <c>_</c> and <c>.</c> as one underscore.</summary>
    public static string Normal(string name)
    {
        var normal = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (letter is not ('-' or '_' or '.'))
            {
                normal.Append(char.ToLowerInvariant(letter));
            }
            else if (normal.Length == 0 || normal[^1] != '_')
            {
                normal.Append('_');
            }
        }
        return normal.ToString();
    }

    /// <summary>Whether two spellings name one distribution.</summary>
    public static bool Same(string a, string b) => a == b || Normal(a) == Normal(b);

    /// <summary>Whether a text can be the name of a distribution at all: no version, no extras, no blanks.</summary>
    public static bool IsPossible(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private sealed class NormalComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Same(x, y);

        public int GetHashCode([DisallowNull] string obj) => Normal(obj).GetHashCode(StringComparison.Ordinal);
    }
}
