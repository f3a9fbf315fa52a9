// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>Makes the settings of a section out of a table: inner tables become keys with a dot, as INI has them; an empty one is a value.</summary>
/// <param name="section">Gets the settings.</param>
/// <param name="keepsTables">The section says <c>typed = true</c>: its tables stay whole.</param>
/// <param name="problems">Takes keys that come twice.</param>
internal sealed class SectionSettingsReader(Section section, bool keepsTables, SyntaxProblems problems)
{
    private const string Typed = "typed";

    // Keys with a dot or a blank that mean something to the loader.
    private static readonly string[] Split = ["set", "get", "paste", "composer"];

    public static void Read(TableValue table, Section section, SyntaxProblems problems)
    {
        var typed = table[Typed]?.Value is Scalar { Kind: ScalarKind.Boolean } scalar ? scalar : null;
        section.IsTyped = typed?.Value is true;
        var reader = new SectionSettingsReader(section, section.IsTyped, problems);
        foreach (var entry in table.Entries.Where(entry => entry.Key != Typed || typed is null))
        {
            reader.ReadEntry(entry);
        }
    }

    private void ReadEntry(TableEntry entry)
    {
        if (entry.Value is TableValue table && (Split.Contains(entry.Key) || (!keepsTables && table.Entries.Count > 0)))
        {
            ReadInner(entry.Key + (entry.Key is "set" or "get" ? ' ' : '.'), table);
            return;
        }
        Add(entry.Key, entry);
    }

    private void ReadInner(string prefix, TableValue table)
    {
        foreach (var entry in table.Entries)
        {
            if (entry.Value is TableValue { Entries.Count: > 0 } inner)
            {
                ReadInner($"{prefix}{entry.Key}.", inner);
                continue;
            }
            Add(prefix + entry.Key, entry);
        }
    }

    private void Add(string key, TableEntry entry)
    {
        if (section[key] is { } earlier)
        {
            problems.Error(entry.KeySource, "duplicate-key", $"'{key}' is already set in {section.Title}", $"it was set at {earlier.KeySource}; keep one of the two");
            return;
        }
        var isText = entry.Value is Scalar { Kind: ScalarKind.String };
        section.Set(new Setting(key, entry.KeySource, ValueText.Of(entry.Value)) { Typed = isText ? null : entry.Value });
    }
}
