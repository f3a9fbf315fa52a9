// SPDX-License-Identifier: MIT
using System.Collections;
using System.Globalization;
using Composer.Config;

namespace Composer;

/// <summary>The settings that a factory gets: ordered, keys case-sensitive, every value with its place.</summary>
public sealed class Conf : IReadOnlyCollection<ConfEntry>
{
    private readonly OrderedDictionary<string, ConfEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Number of keys.</summary>
    public int Count => _entries.Count;

    /// <summary>The keys in order.</summary>
    public IReadOnlyList<string> Keys => _entries.Keys;

    /// <summary>An entry by its key, or null.</summary>
    public ConfEntry? this[string key] => _entries.GetValueOrDefault(key);

    /// <summary>Settings that did not come from a file: command line words, or what a Python caller passed.</summary>
    /// <param name="values">Strings, or other objects from Python.</param>
    /// <param name="origin">Who passed them, as a text for messages.</param>
    public static Conf Of(IEnumerable<KeyValuePair<string, object?>> values, string origin = "")
    {
        var conf = new Conf();
        foreach (var (key, value) in values)
        {
            conf.Set(key, value, new Source(origin));
        }
        return conf;
    }

    /// <summary>Settings that are all strings.</summary>
    public static Conf Of(IEnumerable<KeyValuePair<string, string>> values, string origin = "") =>
        Of(values.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)), origin);

    /// <summary>The text of a value, or null when there is no such key.</summary>
    public string? Text(string key) => this[key]?.Text.Text;

    /// <summary>Whether there is such a key.</summary>
    public bool Contains(string key) => _entries.ContainsKey(key);

    /// <summary>The entries in order.</summary>
    public IEnumerator<ConfEntry> GetEnumerator() => _entries.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Conf Copy()
    {
        var copy = new Conf();
        copy.Update(this);
        return copy;
    }

    internal void Set(ConfEntry entry) => _entries[entry.Key] = entry;

    internal void Set(string key, object? value, Source source)
    {
        var text = value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        Set(new ConfEntry(key, source, new PlacedText(text, source)) { Value = value });
    }

    internal void Update(Conf other)
    {
        foreach (var entry in other)
        {
            Set(entry);
        }
    }

    internal ConfEntry? Pop(string key)
    {
        _entries.Remove(key, out var entry);
        return entry;
    }

    internal bool SameAs(Conf other) =>
        Count == other.Count && this.All(entry => other[entry.Key] is { } theirs && Equals(entry.Value, theirs.Value));
}
