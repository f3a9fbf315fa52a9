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

    /// <summary>All problems by place.</summary>
    public IReadOnlyList<Diagnostic> Sorted => [.. _found.OrderBy(problem => problem.Source.Line).ThenBy(problem => problem.Source.Column)];

    /// <summary>The first exception that ends reading in Python; else ParsingError with all bad lines; else null.</summary>
    public PythonError? Failure => _fatal ?? (_badLines.Count == 0 ? null : ParsingError());

    /// <summary>Where a line's text begins.</summary>
    public Source At(IniLine line) => new(file, line.Number, line.Indent + 1);

    public void NotUtf8(PythonError error, ReadOnlySpan<byte> before)
    {
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - before.LastIndexOf((byte)'\n');
        var isText = !before.Contains((byte)0);
        Fatal(new Source(file, line, isText ? column : 0), "encoding", isText ? "the file is not UTF-8" : "the file is not a text", isText ? "save it as UTF-8" : "a config is INI, TOML or YAML", error);
    }

    public void NoSectionHeader(IniLine line)
    {
        if (_headerMissed)
        {
            return;
        }
        _headerMissed = true;
        var bom = line.Text.StartsWith('\ufeff');
        var error = new PythonError("MissingSectionHeaderError", $"File contains no section headers.\nfile: {PythonRepr.Of(pythonName)}, line: {line.Number}\n{PythonRepr.Of(line.Text)}");
        Fatal(
            At(line),
            "no-section-header",
            bom ? "the file begins with a byte order mark" : "a file begins with a section header such as [app:main]",
            bom ? "save it as UTF-8 without BOM" : line.Text.TrimStart() is ['{', ..] ? "this looks like JSON, which is YAML, too: call the file .yaml" : null,
            error);
    }

    public void DuplicateSection(string header, IniLine line, Source first)
    {
        var error = new PythonError("DuplicateSectionError", $"{ReadingAt(line)}: section {PythonRepr.Of(header)} already exists");
        Fatal(At(line), "duplicate-section", $"[{header}] is already there", $"the first one is at {first}; join the two, or rename one", error);
    }

    public void DuplicateKey(string header, string key, IniLine line)
    {
        var error = new PythonError("DuplicateOptionError", $"{ReadingAt(line)}: option {PythonRepr.Of(key)} in section {PythonRepr.Of(header)} already exists");
        Fatal(At(line), "duplicate-key", $"'{key}' is already set in [{header}]", "keep one of the two", error);
    }

    public void NoDelimiter(IniLine line)
    {
        var header = line.Value[0] == '[';
        BadLine(line, header ? "a section header ends with ]" : $"'{line.Value}' is neither a [section] nor key = value", header ? null : "indent a line to continue the value above it");
    }

    public void NoKey(IniLine line) => BadLine(line, "there is no key before the delimiter", null);

    public void UnclosedHeader(string key, IniLine line) =>
        Add(new Diagnostic(Severity.Warning, At(line), "unclosed-header", $"this line sets the key '{key}'; it looks like a section header without its ]", line.Value.Contains('=') ? null : $"write {line.Value}]"));

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
