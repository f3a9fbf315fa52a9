// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>Finds what somebody who mistyped a name may have meant.</summary>
public static class Similar
{
    /// <summary>The name that is nearest to what was written, or null when none is near.</summary>
    /// <param name="written">The name as written.</param>
    /// <param name="names">The names that exist.</param>
    public static string? To(string written, IEnumerable<string> names)
    {
        string? nearest = null;
        var least = Math.Max(1, written.Length / 3) + 1;
        foreach (var name in names)
        {
            var distance = Distance(Plain(written), Plain(name));
            if (distance < least)
            {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    // Case, '-' and '_' are what people mix up most: they cost nothing.
    private static string Plain(string name) => name.ToLowerInvariant().Replace('-', '_');

    /// <summary>Number of letters to insert, drop, replace or swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = Cell(rows, a, b, i, j);
            }
        }
        return rows[a.Length, b.Length];
    }

    private static int Cell(int[,] rows, string a, string b, int i, int j)
    {
        if (i == 0 || j == 0)
        {
            return i + j;
        }
        var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
