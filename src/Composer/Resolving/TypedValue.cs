// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Typed values as a Python factory gets them: numbers, dates, lists and dictionaries.</summary>
internal static class TypedValue
{
    public static object? Of(ConfigValue value) => value switch
    {
        Scalar scalar => scalar.Value,
        ListValue list => list.Items.Select(Of).ToList(),
        TableValue table => new OrderedDictionary<string, object?>(table.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        _ => null,
    };
}
