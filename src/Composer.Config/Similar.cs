// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>Finds what the user may have meant.</summary>
public static class Similar
{
    private const int LongestWord = 64;

    /// <summary>The candidate nearest to a word, or null when none is near: a third of its letters may differ, a swap of two neighbours counts as one.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var allowed = Math.Max(1, Math.Max(word.Length, candidate.Length) / 3);
            if (Math.Abs(word.Length - candidate.Length) > allowed || word.Length > LongestWord)
            {
                continue;
            }
            var distance = Distance(word, candidate);
            if (distance <= allowed && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }
        return best;
    }

    /// <summary>Edits (insert, delete, replace, swap neighbours) from one word to another; case and <c>-</c> for <c>_</c> cost nothing, but then any difference counts as one.</summary>
    public static int Distance(string from, string to)
    {
        var (a, b) = (Plain(from), Plain(to));
        if (a == b)
        {
            return string.Equals(from, to, StringComparison.Ordinal) ? 0 : 1;
        }
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }
        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                rows[i, j] = Cell(rows, a, b, i, j);
            }
        }
        return rows[a.Length, b.Length];
    }

    private static string Plain(string word) => word.ToLowerInvariant().Replace('-', '_');

    private static int Cell(int[,] rows, string a, string b, int i, int j)
    {
        var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
