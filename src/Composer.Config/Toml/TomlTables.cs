// SPDX-License-Identifier: MIT
namespace Composer.Config.Toml;

/// <summary>The tables of a file while they grow, and TOML's rules on who may add to which.</summary>
internal sealed class TomlTables(string file)
{
    private readonly Dictionary<TableValue, MadeBy> _madeBy = [];
    private readonly HashSet<ListValue> _tableLists = [];

    private enum MadeBy
    {
        /// <summary>The header of a table below it: a header of its own may follow.</summary>
        InnerHeader,
        Header,
        DottedKey,
    }

    public TableValue Root { get; } = new(new Source(file, 1, 1));

    /// <summary>The table of <c>[a.b]</c>.</summary>
    public TableValue Open(List<TomlKey> path, Source header)
    {
        var parent = Walk(path, header);
        var key = path[^1];
        if (parent[key.Text] is not { } entry)
        {
            return NewTable(parent, key, header, MadeBy.Header);
        }
        if (entry.Value is not TableValue table || _madeBy.GetValueOrDefault(table, MadeBy.Header) != MadeBy.InnerHeader)
        {
            throw Twice(key, entry);
        }
        _madeBy[table] = MadeBy.Header;
        return table;
    }

    /// <summary>A new table for <c>[[a.b]]</c>.</summary>
    public TableValue OpenItem(List<TomlKey> path, Source header)
    {
        var parent = Walk(path, header);
        var key = path[^1];
        var entry = parent[key.Text];
        if (entry is null)
        {
            var fresh = new ListValue(header);
            _tableLists.Add(fresh);
            entry = new TableEntry(key.Text, header, fresh);
            parent.Add(entry);
        }
        if (entry.Value is not ListValue list || !_tableLists.Contains(list))
        {
            throw Twice(key, entry);
        }
        var item = new TableValue(header);
        _madeBy[item] = MadeBy.Header;
        list.Add(item);
        return item;
    }

    /// <summary>Sets <c>a.b = value</c> in a table.</summary>
    public void Set(TableValue table, List<TomlKey> path, ConfigValue value)
    {
        foreach (var key in path.SkipLast(1))
        {
            table = table[key.Text] switch
            {
                null => NewTable(table, key, key.Source, MadeBy.DottedKey),
                { Value: TableValue inner } when _madeBy.TryGetValue(inner, out var by) && by == MadeBy.DottedKey => inner,
                var entry => throw Twice(key, entry),
            };
        }
        var last = path[^1];
        if (table[last.Text] is { } earlier)
        {
            throw Twice(last, earlier);
        }
        table.Add(new TableEntry(last.Text, path[0].Source, value));
    }

    private TableValue Walk(List<TomlKey> path, Source header)
    {
        var table = Root;
        foreach (var key in path.SkipLast(1))
        {
            table = table[key.Text] switch
            {
                null => NewTable(table, key, header, MadeBy.InnerHeader),
                { Value: TableValue inner } when _madeBy.ContainsKey(inner) => inner,
                { Value: ListValue { Items: [.., TableValue last] } list } when _tableLists.Contains(list) => last,
                var entry => throw Twice(key, entry),
            };
        }
        return table;
    }

    private TableValue NewTable(TableValue parent, TomlKey key, Source source, MadeBy by)
    {
        var table = new TableValue(source);
        _madeBy[table] = by;
        parent.Add(new TableEntry(key.Text, source, table));
        return table;
    }

    private static SyntaxError Twice(TomlKey key, TableEntry earlier)
    {
        var what = earlier.Value switch { TableValue => "a table", ListValue => "a list", _ => "a value" };
        return new SyntaxError(key.Source, $"'{key.Text}' is already {what}", $"it was set at {earlier.KeySource}; nothing can be set twice or added to it here", "duplicate-key");
    }
}
