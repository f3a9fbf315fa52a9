// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>What one dict has that differs from another, as long as all of it is text, numbers, bool or None: those are told from each other by their addresses in most cases, in C# for a fifth of what Python needs.</summary>
internal static unsafe class PlainItems
{
    /// <summary>Adds the keys and values that differ; false when something else is in the way: a value of another type, a key that is not there any more.</summary>
    /// <param name="dict">The dict as it is: borrowed.</param>
    /// <param name="known">As it was: borrowed.</param>
    /// <param name="changes">Where each key and its value are put.</param>
    internal static bool TryCompare(nint dict, nint known, List<object?> changes)
    {
        nint position = 0, key, value, left = Py.DictSize(known);
        while (Py.NextItem(dict, &position, &key, &value) != 0)
        {
            if (Py.TypeOf(key) != Py.StrType)
            {
                return false;
            }
            var before = Py.GetItemPlain(known, key);
            left -= before == 0 ? 0 : 1;
            if (before == value)
            {
                continue;
            }
            if (!IsPlain(value))
            {
                return false;
            }
            if (before != 0 && Py.TypeOf(before) == Py.TypeOf(value) && Py.Compare(before, value, Py.Equal) == 1)
            {
                continue;
            }
            changes.Add(PyString.Read(key));
            changes.Add(Conversion.Known(value));
        }
        return left == 0;
    }

    private static bool IsPlain(nint value)
    {
        var type = Py.TypeOf(value);
        return type == Py.StrType ? PyString.IsWhole(value)
            : type == Py.LongType ? Conversion.Known(value) is not null
            : type == Py.FloatType ? double.IsFinite(Py.FloatValue(value))
            : value == Py.None || value == Py.True || value == Py.False;
    }
}
