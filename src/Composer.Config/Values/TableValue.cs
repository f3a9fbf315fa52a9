// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A table of a TOML file, or a mapping of a YAML file: values by key, in the order of the file.</summary>
public sealed class TableValue : ConfigValue
{
    private readonly OrderedDictionary<string, TableEntry> _entries = new(StringComparer.Ordinal);
    private long _size = 1;
    private int _height = 1;

    internal TableValue(Source source)
        : base(source)
    {
    }

    /// <summary>Its entries in order.</summary>
    public IReadOnlyList<TableEntry> Entries => _entries.Values;

    internal override long Size => _size;

    internal override int Height => _height;

    /// <summary>An entry by its key, or null.</summary>
    public TableEntry? this[string key] => _entries.GetValueOrDefault(key);

    /// <inheritdoc/>
    public override ConfigValue Map(Func<PlacedText, PlacedText?> text)
    {
        var mapped = new TableValue(Source);
        foreach (var entry in Entries)
        {
            mapped.Add(entry with { Value = entry.Value.Map(text) });
        }
        return mapped;
    }

    internal void Add(TableEntry entry)
    {
        _entries.Add(entry.Key, entry);
        _size += entry.Value.Size;
        _height = Math.Max(_height, entry.Value.Height + 1);
    }
}
