// SPDX-License-Identifier: MIT
namespace Composer.Config.Yaml;

/// <summary>A mapping while it is read: its own keys, and those that <c>&lt;&lt;</c> merges into it.</summary>
/// <remarks>Merge keys are not in YAML 1.2, but everybody who writes configs in YAML knows them. A key of the mapping itself wins; of several merged mappings the first.</remarks>
internal sealed class YamlMapping(Source source, SyntaxProblems problems)
{
    private readonly OrderedDictionary<string, TableEntry> _own = new(StringComparer.Ordinal);
    private readonly List<TableValue> _merged = [];
    private int _mergeAt;

    public void Add(TableEntry entry)
    {
        if (!_own.TryAdd(entry.Key, entry))
        {
            problems.Error(entry.KeySource, "duplicate-key", $"'{entry.Key}' is already there", $"it was set at {_own[entry.Key].KeySource}; keep one of the two");
        }
    }

    /// <summary>Takes the value of <c>&lt;&lt;</c>.</summary>
    public void Merge(ConfigValue value)
    {
        _mergeAt = _own.Count;
        foreach (var item in value is ListValue list ? list.Items : [value])
        {
            if (item is not TableValue table)
            {
                throw new SyntaxError(item.Source, "<< merges mappings only", "write <<: *name of a mapping, or a list of them; put quotes around << to mean a key of that name");
            }
            _merged.Add(table);
        }
    }

    public TableValue Build()
    {
        var table = new TableValue(source);
        var merged = _merged.SelectMany(from => from.Entries).Where(entry => !_own.ContainsKey(entry.Key)).DistinctBy(entry => entry.Key);
        foreach (var entry in _own.Values.Take(_mergeAt).Concat(merged).Concat(_own.Values.Skip(_mergeAt)))
        {
            table.Add(entry);
        }
        return table;
    }
}
