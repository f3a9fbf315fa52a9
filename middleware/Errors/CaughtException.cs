// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>One exception of a chain with its calls, the innermost first; Python's before those of C#, which had called it.</summary>
/// <param name="Type">The class.</param>
/// <param name="Message">What it says.</param>
/// <param name="Frames">The calls.</param>
internal sealed record CaughtException(string Type, string Message, IReadOnlyList<Frame> Frames)
{
    private const int LongestMessage = 4096;

    /// <summary>How it belongs to the one before it in the list; empty for the first.</summary>
    public string Relation { get; init; } = "Before that";

    /// <summary>The exception, then what caused it.</summary>
    public static IReadOnlyList<CaughtException> Chain(Exception exception, int context)
    {
        var exceptions = new List<CaughtException>();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            exceptions.AddRange(Of(e));
        }
        var open = exceptions.SelectMany(caught => caught.Frames).FirstOrDefault(frame => frame.IsOwn);
        return [.. exceptions.Select(caught => caught with { Message = Secrets.MaskUrls(caught.Message), Frames = [.. caught.Frames.Select(frame => frame with { Open = frame == open, Source = SourceLine.Around(frame, context) })] })];
    }

    private static IEnumerable<CaughtException> Of(Exception exception)
    {
        var own = new CaughtException(exception.GetType().FullName ?? "", Excerpt.Of(exception.Message, LongestMessage), CSharp(exception));
        return exception.Data[ErrorReport.PythonTracebackKey] is string python && PythonTraceback.Read(python) is [var first, .. var others]
            ? [first with { Frames = [.. first.Frames, .. own.Frames] }, .. others]
            : [own];
    }

    // How the bridge calls Python says nothing to those who read.
    private static List<Frame> CSharp(Exception exception) =>
        [.. (exception.StackTrace ?? "").ReplaceLineEndings("\n").Split('\n').Select(PythonTraceback.CSharpFrame).OfType<Frame>().Where(frame => !frame.Function.StartsWith("Composer.Python.", StringComparison.Ordinal))];
}
