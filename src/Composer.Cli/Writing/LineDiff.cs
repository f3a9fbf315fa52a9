// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Cli.Writing;

/// <summary>Writes what differs between two texts, as <c>diff -u</c> does.</summary>
internal static class LineDiff
{
    private const int Context = 3;
    private const int MostCells = 25_000_000;

    /// <param name="output">Where to.</param>
    /// <param name="colour">Its colours.</param>
    /// <param name="file">The name in the head of the diff.</param>
    /// <param name="before">The old text.</param>
    /// <param name="after">The new one.</param>
    public static void Write(TextWriter output, Ansi colour, string file, string before, string after)
    {
        var (old, @new) = (Lines(before), Lines(after));
        output.WriteLine(colour.Bold($"--- {file}"));
        output.WriteLine(colour.Bold($"+++ {file}"));
        var edits = Edits(old, @new);
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Mark != ' ')
            {
                i = WriteHunk(output, colour, edits, i);
            }
        }
    }

    private static int WriteHunk(TextWriter output, Ansi colour, List<(char Mark, string Line, int Old, int New)> edits, int first)
    {
        var start = Math.Max(0, first - Context);
        var last = first;
        for (var i = first; i < edits.Count && i <= last + (2 * Context); i++)
        {
            last = edits[i].Mark == ' ' ? last : i;
        }
        var end = Math.Min(edits.Count - 1, last + Context);
        var hunk = edits[start..(end + 1)];
        var (olds, news) = (hunk.Count(edit => edit.Mark != '+'), hunk.Count(edit => edit.Mark != '-'));
        output.WriteLine(colour.Cyan(string.Create(CultureInfo.InvariantCulture, $"@@ -{hunk[0].Old + 1},{olds} +{hunk[0].New + 1},{news} @@")));
        foreach (var (mark, line, _, _) in hunk)
        {
            var text = $"{mark}{DiagnosticPrinter.Printable(line)}";
            output.WriteLine(mark switch { '-' => colour.Red(text), '+' => colour.Green(text), _ => text });
        }
        return end;
    }

    /// <summary>The lines of both texts in order, by their longest common subsequence; very long ones as a whole.</summary>
    private static List<(char Mark, string Line, int Old, int New)> Edits(string[] old, string[] @new)
    {
        var lengths = (long)old.Length * @new.Length <= MostCells ? Lengths(old, @new) : null;
        var edits = new List<(char, string, int, int)>();
        var (i, j) = (0, 0);
        while (i < old.Length || j < @new.Length)
        {
            if (i < old.Length && j < @new.Length && old[i] == @new[j])
            {
                edits.Add((' ', old[i], i++, j++));
                continue;
            }
            var takesOld = j == @new.Length || (i < old.Length && (lengths is null || lengths[i + 1, j] >= lengths[i, j + 1]));
            edits.Add(takesOld ? ('-', old[i], i++, j) : ('+', @new[j], i, j++));
        }
        return edits;
    }

    private static int[,] Lengths(string[] old, string[] @new)
    {
        var lengths = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = @new.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i] == @new[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }
        return lengths;
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
