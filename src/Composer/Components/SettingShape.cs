// SPDX-License-Identifier: MIT
using System.Collections;

namespace Composer;

/// <summary>Whether a setting is one value, a list of values, or values by key.</summary>
/// <param name="Form">Which of the three.</param>
/// <param name="Item">The type of one value.</param>
internal readonly record struct SettingShape(SettingShape.Forms Form, Type Item)
{
    public enum Forms
    {
        One,
        List,
        Pairs,
    }

    /// <summary>Reads the shape off a property's type.</summary>
    public static SettingShape Of(Type type)
    {
        var items = type == typeof(string) ? null : ItemOf(type);
        if (items is null)
        {
            return new SettingShape(Forms.One, type);
        }
        return items.IsGenericType && items.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? new SettingShape(Forms.Pairs, items.GetGenericArguments()[1])
            : new SettingShape(Forms.List, items);
    }

    /// <summary>A collection that a property of the given type takes.</summary>
    public object Collect(Type type, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        if (Form == Forms.List)
        {
            return Fill(Item, values.Select(pair => pair.Value));
        }
        var pair = typeof(KeyValuePair<,>).MakeGenericType(typeof(string), Item);
        return type.IsAssignableFrom(pair.MakeArrayType())
            ? Fill(pair, values.Select(value => Activator.CreateInstance(pair, value.Key, value.Value)))
            : Dictionary(Item, values);
    }

    private static Type? ItemOf(Type type) =>
        type.GetInterfaces().Append(type)
            .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            ?.GetGenericArguments()[0];

    private static Array Fill(Type item, IEnumerable<object?> values)
    {
        var all = values.ToArray();
        var array = Array.CreateInstance(item, all.Length);
        for (var i = 0; i < all.Length; i++)
        {
            array.SetValue(all[i], i);
        }
        return array;
    }

    private static object Dictionary(Type item, IEnumerable<KeyValuePair<string, object?>> values)
    {
        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), item);
        var dictionary = (IDictionary)Activator.CreateInstance(type, StringComparer.Ordinal)!; // not a Nullable<T>
        foreach (var (key, value) in values)
        {
            dictionary[key] = value;
        }
        return dictionary;
    }
}
