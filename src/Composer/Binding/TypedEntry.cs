// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>The parts of a setting whose value is a list or a table.</summary>
internal static class TypedEntry
{
    /// <summary>A table as keys with a dot; anything else as it is.</summary>
    public static IEnumerable<ConfEntry> Flat(ConfEntry entry) => entry.Typed is not TableValue { Entries.Count: > 0 } table
        ? [entry]
        : table.Entries.Select(inner => Of($"{entry.Key}.{inner.Key}", inner.KeySource, inner.Value)).SelectMany(Flat);

    /// <summary>The items of a list; a text is split into words, or into lines.</summary>
    public static IEnumerable<ConfEntry> Items(ConfEntry entry, bool lines) => entry.Typed is not ListValue list
        ? (lines ? Word.Lines(entry.Text) : Word.Split(entry.Text)).Select(word => entry with { Text = word, Typed = null })
        : list.Items.Select(item => Of(entry.Key, entry.KeySource, item));

    private static ConfEntry Of(string key, Source source, ConfigValue value) => new(key, source, ValueText.Of(value)) { Typed = value };
}
