// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>What the tables of a TOML or YAML file mean: <c>app.main</c> is INI's <c>[app:main]</c>, <c>default</c> its <c>[DEFAULT]</c>.</summary>
internal sealed class SectionTables
{
    private const string Defaults = "default";
    private const string Schema = "$schema";

    private readonly Document _document;
    private readonly SyntaxProblems _problems;

    private SectionTables(Document document, SyntaxProblems problems) => (_document, _problems) = (document, problems);

    public static Document ToDocument(string file, ConfigFormat format, TableValue root, IReadOnlyList<Comment> comments, SyntaxProblems problems)
    {
        var tables = new SectionTables(new Document(file) { Format = format }, problems);
        foreach (var entry in root.Entries.Where(entry => entry.Key != Schema))
        {
            tables.Read(entry);
        }
        return tables.Finish(comments);
    }

    private Document Finish(IReadOnlyList<Comment> comments)
    {
        var sorted = new Document(_document.File, _document.Defaults) { Format = _document.Format, Comments = comments, Problems = _problems.Sorted };
        foreach (var section in _document.Sections.OrderBy(section => section.Source.Line).ThenBy(section => section.Source.Column))
        {
            sorted.Add(section);
        }
        if (_problems.HasErrors)
        {
            var first = sorted.Problems.First(problem => problem.Severity == Severity.Error);
            sorted.Failure = new PythonError("ParsingError", $"Source contains parsing errors: {PythonRepr.Of(_document.File)}\n{first.Source}: {first.Message}");
        }
        return sorted;
    }

    private void Read(TableEntry entry)
    {
        if (AsTable(entry.Value) is not { } table)
        {
            NoTable(entry);
            return;
        }
        if (entry.Key is Defaults or "DEFAULT")
        {
            _document.Defaults.Source = entry.KeySource;
            SectionSettingsReader.Read(table, _document.Defaults, _problems);
            return;
        }
        var own = new TableValue(table.Source);
        foreach (var inner in table.Entries)
        {
            if (AsTable(inner.Value) is { } section)
            {
                Add($"{entry.Key}:{inner.Key}", inner.KeySource, section);
                continue;
            }
            if (IsKind(entry) && inner.Value is ListValue { Items: [TableValue, ..] })
            {
                var title = WrittenForm.OfSection(_document.File, $"{entry.Key}:{inner.Key}");
                _problems.Error(inner.KeySource, "no-section-header", $"{title} is a list of tables; a section is one", _document.Format == ConfigFormat.Toml ? $"write {title}, with single brackets" : "remove the dashes");
                return;
            }
            own.Add(inner);
        }
        if (own.Entries.Count > 0 || table.Entries.Count == 0)
        {
            Add(entry.Key, entry.KeySource, own);
        }
    }

    private static bool IsKind(TableEntry entry) => SectionKinds.All.Contains(entry.Key);

    private void NoTable(TableEntry entry)
    {
        if (!IsKind(entry))
        {
            _problems.Error(entry.KeySource, "no-section-header", $"'{entry.Key}' stands in no section", "settings stand in a table such as app.main, filter.NAME, composer or default");
            return;
        }
        var hint = _document.Format == ConfigFormat.Toml ? $"write [{entry.Key}.main], and its settings below it" : $"write {entry.Key}: and below it, indented, main: and its settings";
        _problems.Error(entry.KeySource, "no-section-header", $"'{entry.Key}' holds sections by their names, not {(entry.Value is ListValue ? "a list" : "a value")}", hint);
    }

    // YAML's null is a table whose settings are all commented out.
    private static TableValue? AsTable(ConfigValue value) =>
        value is Scalar { Kind: ScalarKind.Null } ? new TableValue(value.Source) : value as TableValue;

    private void Add(string header, Source source, TableValue settings)
    {
        if (_document[header] is { } first)
        {
            _problems.Error(source, "duplicate-section", $"{WrittenForm.OfSection(source.File, header)} is already there", $"the first one is at {first.Source}; join the two, or rename one");
            return;
        }
        var section = new Section(header, source);
        SectionSettingsReader.Read(settings, section, _problems);
        _document.Add(section);
    }
}
