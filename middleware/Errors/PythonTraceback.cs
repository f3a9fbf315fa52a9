// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>Takes Python's formatted traceback apart: exceptions with what led to them, and groups with what is in them.</summary>
internal static partial class PythonTraceback
{
    /// <summary>The exception, then what was before it or is in it; each with its last call first.</summary>
    public static List<CaughtException> Read(string traceback)
    {
        var exceptions = new List<CaughtException>();
        foreach (var part in Border().Split(WithoutDrawing(traceback.ReplaceLineEndings("\n"))))
        {
            var chain = Header().Split(part).Select(Block).OfType<CaughtException>().Reverse().ToList();
            // What a group has led to is written behind it.
            var isOutermost = exceptions.Count == 0 || Connection().IsMatch(part.TrimStart());
            var related = chain.Select((caught, i) => caught with { Relation = i > 0 ? "Before that" : isOutermost ? "" : "In the group" });
            exceptions.InsertRange(isOutermost ? 0 : exceptions.Count, related);
        }
        return exceptions.ConvertAll(caught => caught.Relation.Length == 0 && caught != exceptions[0] ? caught with { Relation = "Before that" } : caught);
    }

    /// <summary>A call of C#, as .NET writes it; null for another line.</summary>
    public static Frame? CSharpFrame(string line) => CSharpCall().Match(line) is { Success: true } call
        ? new Frame("C#", call.Groups["function"].Value, call.Groups["file"] is { Success: true, Value: var file } ? file : null, Number(call))
        : null;

    private static string WithoutDrawing(string text) =>
        text.Contains(" Exception Group Traceback ", StringComparison.Ordinal) ? Drawing().Replace(text, "") : text;

    private static CaughtException? Block(string text)
    {
        var lines = text.Trim('\n').Split('\n');
        var calls = lines.TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Count();
        var frames = Enumerable.Range(0, calls).Select(i => FrameOf(lines[i], i + 1 < calls ? lines[i + 1] : "")).OfType<Frame>().Reverse().ToList();
        var said = string.Join('\n', lines.Skip(calls).TakeWhile(line => !Connection().IsMatch(line))).Trim();
        var colon = said.IndexOf(": ", StringComparison.Ordinal);
        return said.Length == 0 ? null : colon < 0 ? new CaughtException(said, "", frames) : new CaughtException(said[..colon], said[(colon + 2)..], frames);
    }

    private static Frame? FrameOf(string line, string next) => PythonCall().Match(line) is { Success: true } call
        ? new Frame("Python", call.Groups["function"].Value, call.Groups["file"].Value, Number(call), next.StartsWith("    ", StringComparison.Ordinal) ? next.Trim() : null)
        : CSharpFrame(line);

    private static int Number(Match call) => int.TryParse(call.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("""^  File "(?<file>[^"]*)", line (?<line>\d+)(, in (?<function>.*))?$""", RegexOptions.NonBacktracking)]
    private static partial Regex PythonCall();

    [GeneratedRegex("""^ +at (?<function>.+?)( in (?<file>.+):line (?<line>\d+))?$""", RegexOptions.NonBacktracking)]
    private static partial Regex CSharpCall();

    [GeneratedRegex("^(?:Exception Group )?Traceback \\(most recent call last\\):\n", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex("^(During handling of the above exception, |The above exception was the direct cause )")]
    private static partial Regex Connection();

    // At the left of each line of a group, and between what is in it.
    [GeneratedRegex("^ *(?:\\| ?|\\+ |\\+-\\+(?=-)|\\+(?=-))", RegexOptions.Multiline)]
    private static partial Regex Drawing();

    [GeneratedRegex("^(?:-{16} \\S+ -{16}|-{36})\n?$", RegexOptions.Multiline)]
    private static partial Regex Border();
}
