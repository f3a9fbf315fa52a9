// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Config;

namespace Composer.Cli;

/// <summary>Prints problems of a config with the line they are in and a caret under the place.</summary>
/// <param name="output">Where to.</param>
/// <param name="colour">Its colours.</param>
/// <param name="withCauses">Exceptions behind problems are printed, too.</param>
internal sealed class DiagnosticPrinter(TextWriter output, Ansi colour, bool withCauses)
{
    private const int WidestExcerpt = 200;

    private readonly Dictionary<string, string[]> _files = [];

    public void Print(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Print(diagnostic);
        }
    }

    /// <summary><c>2 errors, 1 warning</c>.</summary>
    public static string Summary(IReadOnlyCollection<Diagnostic> diagnostics) =>
        Count(diagnostics.Count(d => d.Severity == Severity.Error), "error") + ", " +
        Count(diagnostics.Count(d => d.Severity == Severity.Warning), "warning");

    private void Print(Diagnostic diagnostic)
    {
        var place = diagnostic.Source.File.Length == 0 ? "compose" : diagnostic.Source.ToString();
        output.WriteLine($"{colour.Bold(place)}: {Word(diagnostic.Severity)} {diagnostic.Code}: {Printable(diagnostic.Message)}");
        PrintExcerpt(diagnostic.Source);
        if (diagnostic.Chain is not null)
        {
            output.WriteLine($"  {colour.Dim("reached by:")} {Printable(diagnostic.Chain)}");
        }
        if (diagnostic.Hint is not null)
        {
            output.WriteLine($"  {colour.Cyan("hint:")} {Indented(diagnostic.Hint, 8)}");
        }
        if (withCauses && diagnostic.Cause is not null)
        {
            output.WriteLine($"  {Indented(diagnostic.Cause.ToString(), 2)}");
        }
    }

    private void PrintExcerpt(Source source)
    {
        if (source.Line == 0 || Line(source) is not { } text)
        {
            return;
        }
        var number = source.Line.ToString(CultureInfo.InvariantCulture);
        (text, var column) = Cut(text, Math.Clamp(source.Column - 1, 0, text.Length));
        output.WriteLine($"  {colour.Dim(number + " |")} {Printable(text)}");
        if (source.Column == 0)
        {
            return;
        }
        var caret = new string(' ', column) + colour.Red(new string('^', WordLength(text.AsSpan(column))));
        output.WriteLine($"  {colour.Dim(new string(' ', number.Length) + " |")} {caret}");
    }

    /// <summary>Of a long line, what stands around a column; and where the column is in that.</summary>
    private static (string Text, int Column) Cut(string text, int column)
    {
        if (text.Length <= WidestExcerpt)
        {
            return (text, column);
        }
        var start = Math.Clamp(column - (WidestExcerpt / 2), 0, text.Length - WidestExcerpt);
        var end = start + WidestExcerpt;
        return ($"{(start > 0 ? "…" : "")}{text[start..end]}{(end < text.Length ? "…" : "")}", column - start + (start > 0 ? 1 : 0));
    }

    private string? Line(Source source)
    {
        if (!_files.TryGetValue(source.File, out var lines))
        {
            _files[source.File] = lines = ReadLines(source.File);
        }
        return source.Line <= lines.Length ? lines[source.Line - 1] : null;
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        if (text is ['[', ..])
        {
            return Math.Max(1, text.IndexOf(']') + 1);
        }
        var end = text.IndexOfAny(" \t=,");
        return Math.Max(1, end < 0 ? text.Length : end);
    }

    /// <summary>What is in a file must not drive the terminal; one character stays one, so that the caret is in its place.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => c == '\t' ? ' ' : char.IsControl(c) ? '\uFFFD' : c));

    private static string Indented(string text, int by) => text.TrimEnd().Replace("\n", "\n" + new string(' ', by), StringComparison.Ordinal);

    private string Word(Severity severity) => severity switch
    {
        Severity.Error => colour.Red("error"),
        Severity.Warning => colour.Yellow("warning"),
        _ => colour.Cyan("hint"),
    };

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
