// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Config.Ini;

/// <summary>The syntax problems of one INI file, and the one exception that Python raises for them.</summary>
internal sealed class IniProblems(string file, string pythonName)
{
    private const int MostReported = 100;
    private readonly List<Diagnostic> _found = [];
    private readonly List<string> _badLines = [];
    private PythonError? _fatal;
    private bool _headerMissed;
    private int _unclosed = -1;

    /// <summary>All problems by place.</summary>
    public IReadOnlyList<Diagnostic> Sorted => [.. _found.OrderBy(problem => problem.Source.Line).ThenBy(problem => problem.Source.Column)];

    /// <summary>The first exception that ends reading in Python; else ParsingError with all bad lines; else null.</summary>
    public PythonError? Failure => _fatal ?? (_badLines.Count == 0 ? null : ParsingError());

    /// <summary>Where a line's text begins.</summary>
    public Source At(IniLine line) => new(file, line.Number, line.Indent + 1);

    public void NotUtf8(PythonError error, ReadOnlySpan<byte> before)
    {
        var (source, message, hint) = Utf8Text.Problem(file, before);
        Fatal(source, "encoding", message, hint, error);
    }

    public void NoSectionHeader(IniLine line)
    {
        if (_headerMissed)
        {
            return;
        }
        _headerMissed = true;
        var error = new PythonError("MissingSectionHeaderError", $"File contains no section headers.\nfile: {PythonRepr.Of(pythonName)}, line: {line.Number}\n{PythonRepr.Of(line.Text)}");
        if (line.Text.StartsWith('\ufeff'))
        {
            Fatal(At(line), "no-section-header", "the file begins with a byte order mark", "save it as UTF-8 without BOM", error);
            return;
        }
        Fatal(At(line), "no-section-header", "a file begins with a section header such as [app:main]", InPlaceOfHeader(line.Value), error);
    }

    private static string? InPlaceOfHeader(string text) => text switch
    {
        ['[', ..] => $"write {text}]",
        ['{', ..] => "this looks like JSON, which is YAML, too: call the file .yaml",
        "---" or [.., ':'] => "this looks like YAML: call the file .yaml",
        _ when text.AsSpan().IndexOfAny('=', ':') > 0 => "write [app:main] above it",
        _ => null,
    };

    public void DuplicateSection(string header, IniLine line, Source first)
    {
        var error = new PythonError("DuplicateSectionError", $"{ReadingAt(line)}: section {PythonRepr.Of(header)} already exists");
        Fatal(At(line), "duplicate-section", $"[{header}] is already there", $"the first one is at {first}; join the two, or rename one", error);
    }

    /// <summary>A header without its ] makes two sections one: then that is the mistake, and the keys that both have are not.</summary>
    public void DuplicateKey(string header, string key, IniLine line, Source first)
    {
        var error = new PythonError("DuplicateOptionError", $"{ReadingAt(line)}: option {PythonRepr.Of(key)} in section {PythonRepr.Of(header)} already exists");
        if (_unclosed >= 0)
        {
            _fatal ??= error;
            _found[_unclosed] = _found[_unclosed] with { Severity = Severity.Error, Python = error };
            return;
        }
        Fatal(At(line), "duplicate-key", $"'{key}' is already set in [{header}]", $"it was set at {first}; keep one of the two", error);
    }

    /// <summary>A new section begins.</summary>
    public void EndSection() => _unclosed = -1;

    public void NoDelimiter(IniLine line)
    {
        var header = line.Value[0] == '[';
        var (key, value) = Halves(line.Value);
        BadLine(
            line,
            !header ? $"'{line.Value}' is neither a [section] nor key = value" : line.Value == "[]" ? "a section has a name" : "a section header ends with ]",
            line.Value == "[]" ? "write [app:main]" : header ? $"write {line.Value}]" : $"write {key} = {value}, or indent the line to continue the value above it");
    }

    private static (string Key, string Value) Halves(string text)
    {
        var end = text.IndexOfAny([' ', '\t']);
        return end < 0 ? (text, "…") : (text[..end], Blank.Strip(text[end..]));
    }

    public void NoKey(IniLine line) => BadLine(line, "there is no key before the delimiter", null);

    public void UnclosedHeader(string key, IniLine line)
    {
        _unclosed = _found.Count < MostReported ? _found.Count : -1;
        Add(new Diagnostic(Severity.Warning, At(line), "unclosed-header", $"this line sets the key '{key}'; it looks like a section header without its ]", line.Value.Contains('=') ? null : $"write {line.Value}]"));
    }

    private void BadLine(IniLine line, string message, string? hint)
    {
        _badLines.Add(string.Create(CultureInfo.InvariantCulture, $"\n\t[line {line.Number,2}]: {PythonRepr.Of(line.Text)}"));
        Add(new Diagnostic(Severity.Error, At(line), "parse-error", message, hint));
    }

    private void Fatal(Source source, string code, string message, string? hint, PythonError error)
    {
        _fatal ??= error;
        Add(new Diagnostic(Severity.Error, source, code, message, hint) { Python = error });
    }

    private void Add(Diagnostic problem)
    {
        if (_found.Count < MostReported)
        {
            _found.Add(problem);
        }
    }

    private string ReadingAt(IniLine line) => string.Create(CultureInfo.InvariantCulture, $"While reading from {PythonRepr.Of(pythonName)} [line {line.Number,2}]");

    private PythonError ParsingError() => new("ParsingError", $"Source contains parsing errors: {PythonRepr.Of(pythonName)}{string.Concat(_badLines)}");
}
