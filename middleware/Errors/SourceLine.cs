// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>A line of a source file.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Text">The line.</param>
/// <param name="Current">Whether it is the one that was running.</param>
internal sealed record SourceLine(int Number, string Text, bool Current)
{
    private const long LargestFile = 4 * 1024 * 1024;
    private const int LongestLine = 1000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines around one, or only the code that is known when the file cannot be read.</summary>
    public static IReadOnlyList<SourceLine> Around(Frame frame, int context)
    {
        try
        {
            if (frame.Line > 0 && frame.File is { Length: > 0 } path && !path.Contains('\0') && new FileInfo(path) is { Exists: true, Length: > 0 and < LargestFile })
            {
                var first = Math.Max(1, frame.Line - context);
                return [.. Read(path).Skip(first - 1).Take(frame.Line + context - first + 1).Select((text, i) => Of(first + i, text, first + i == frame.Line))];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The page is as good without.
        }
        return frame.Code is null ? [] : [Of(frame.Line, frame.Code, true)];
    }

    private static SourceLine Of(int number, string text, bool current) => new(number, Excerpt.Of(text, LongestLine), current);

    // Python's older sources are often latin-1.
    private static string[] Read(string path)
    {
        try
        {
            return File.ReadAllLines(path, Utf8);
        }
        catch (DecoderFallbackException)
        {
            return File.ReadAllLines(path, Encoding.Latin1);
        }
    }
}
