// SPDX-License-Identifier: MIT
namespace Composer.Python.Native;

/// <summary>Numbers that stand for C# objects on the Python side. A number that was freed is refused, never mistaken for another object.</summary>
/// <remarks>Used under the GIL, which guards it.</remarks>
internal static class Handles
{
    private const int IndexBits = 24;

    private static readonly Stack<int> Free = new();
    private static (object? Value, long Generation)[] _entries = new (object?, long)[256];
    private static int _count;

    /// <summary>A number for an object; never 0.</summary>
    internal static long Add(object value)
    {
        if (!Free.TryPop(out var index))
        {
            index = ++_count;
            if (index == _entries.Length)
            {
                Array.Resize(ref _entries, index * 2);
            }
        }
        _entries[index] = (value, _entries[index].Generation + 1);
        return (_entries[index].Generation << IndexBits) | (long)index;
    }

    /// <summary>The object of a number, or null when the number was freed.</summary>
    internal static object? Get(long handle)
    {
        var index = (int)(handle & ((1 << IndexBits) - 1));
        return index <= _count && _entries[index].Generation == handle >> IndexBits ? _entries[index].Value : null;
    }

    /// <summary>Lets a number stand for another object.</summary>
    internal static void Replace(long handle, object value)
    {
        _entries[(int)(handle & ((1 << IndexBits) - 1))].Value = value;
    }

    /// <summary>Frees a number; returns the object it stood for, or null when it was free already.</summary>
    internal static object? Remove(long handle)
    {
        var index = (int)(handle & ((1 << IndexBits) - 1));
        if (index > _count || _entries[index].Generation != handle >> IndexBits || _entries[index].Value is not { } value)
        {
            return null;
        }
        _entries[index].Value = null;
        Free.Push(index);
        return value;
    }
}
