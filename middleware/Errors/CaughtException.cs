// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>One exception of a chain with its calls, the innermost first; Python's before those of C#, which had called it.</summary>
/// <param name="Type">The class.</param>
/// <param name="Message">What it says.</param>
/// <param name="Frames">The calls.</param>
internal sealed partial record CaughtException(string Type, string Message, IReadOnlyList<Frame> Frames)
{
    private const string TracebackStart = "Traceback (most recent call last):";

    /// <summary>The exception, then what caused it.</summary>
    public static IReadOnlyList<CaughtException> Chain(Exception exception, int context)
    {
        var exceptions = new List<CaughtException>();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var python = e.Data[ErrorReport.PythonTracebackKey] as string;
            exceptions.AddRange(python is null ? [new CaughtException(e.GetType().FullName ?? "", e.Message, CSharp(e))] : OfPython(python, e));
        }
        var open = exceptions.SelectMany(caught => caught.Frames).FirstOrDefault(frame => frame.IsOwn);
        return [.. exceptions.Select(caught => caught with { Frames = [.. caught.Frames.Select(frame => frame with { Open = frame == open, Source = SourceLine.Around(frame, context) })] })];
    }

    private static List<CaughtException> OfPython(string traceback, Exception exception)
    {
        var blocks = traceback.ReplaceLineEndings("\n").Split(TracebackStart, StringSplitOptions.RemoveEmptyEntries).Where(block => block.Trim().Length > 0);
        var exceptions = blocks.Reverse().Select(OfBlock).ToList();
        if (exceptions.Count == 0)
        {
            return [new CaughtException(exception.GetType().Name, exception.Message, CSharp(exception))];
        }
        exceptions[0] = exceptions[0] with { Frames = [.. exceptions[0].Frames, .. CSharp(exception)] };
        return exceptions;
    }

    private static CaughtException OfBlock(string block)
    {
        var frames = new List<Frame>();
        var lines = block.Trim('\n').Split('\n');
        var last = Array.FindLastIndex(lines, line => line.StartsWith("  ", StringComparison.Ordinal));
        for (var i = 0; i <= last; i++)
        {
            var match = PythonFrame().Match(lines[i]);
            if (match.Success)
            {
                var code = i + 1 < lines.Length && lines[i + 1].StartsWith("    ", StringComparison.Ordinal) ? lines[i + 1].Trim() : null;
                frames.Add(new Frame("Python", match.Groups["function"].Value, match.Groups["file"].Value, Number(match), code));
            }
        }
        frames.Reverse();
        var headline = last + 1 < lines.Length ? lines[last + 1] : "";
        var colon = headline.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new CaughtException(headline, "", frames) : new CaughtException(headline[..colon], headline[(colon + 2)..], frames);
    }

    private static List<Frame> CSharp(Exception exception) =>
        [.. CSharpFrame().Matches(exception.StackTrace ?? "").Select(match => new Frame("C#", match.Groups["function"].Value, match.Groups["file"] is { Success: true, Value: var file } ? file : null, Number(match)))];

    private static int Number(Match match) => int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("""^  File "(?<file>[^"]*)", line (?<line>\d+)(, in (?<function>.*))?$""", RegexOptions.NonBacktracking)]
    private static partial Regex PythonFrame();

    [GeneratedRegex("""^ +at (?<function>.+?)( in (?<file>[^\n]+):line (?<line>\d+))?\r?$""", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex CSharpFrame();
}
