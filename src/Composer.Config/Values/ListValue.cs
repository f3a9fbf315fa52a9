// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A list of a TOML or YAML file.</summary>
public sealed class ListValue : ConfigValue
{
    private readonly List<ConfigValue> _items = [];
    private long _size = 1;
    private int _height = 1;

    internal ListValue(Source source)
        : base(source)
    {
    }

    /// <summary>Its items in order.</summary>
    public IReadOnlyList<ConfigValue> Items => _items;

    internal override long Size => _size;

    internal override int Height => _height;

    /// <inheritdoc/>
    public override ConfigValue Map(Func<PlacedText, PlacedText?> text)
    {
        var mapped = new ListValue(Source);
        foreach (var item in _items)
        {
            mapped.Add(item.Map(text));
        }
        return mapped;
    }

    internal void Add(ConfigValue item)
    {
        _items.Add(item);
        _size += item.Size;
        _height = Math.Max(_height, item.Height + 1);
    }
}
