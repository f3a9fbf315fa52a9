// SPDX-License-Identifier: MIT
namespace Composer.Python.Native;

/// <summary>The number that a dict has until the next change of it (PEP 509): up to Python 3.13.</summary>
internal static unsafe class DictVersion
{
    private const int Offset = 24; // behind ob_refcnt, ob_type and ma_used

    private static readonly bool IsThere = Changes();

    /// <summary>The version of a borrowed dict; 0 where there are none. The GIL is held.</summary>
    internal static ulong Of(nint dict) => IsThere ? *(ulong*)(dict + Offset) : 0;

    private static bool Changes()
    {
        using var dict = Owned.OrThrow(Py.NewDict());
        var version = (ulong*)(dict.Pointer + Offset);
        var empty = *version;
        _ = Py.SetItem(dict.Pointer, Py.None, Py.None);
        var full = *version;
        _ = Py.SetItem(dict.Pointer, Py.None, Py.True);
        var changed = *version;
        _ = Py.DelItem(dict.Pointer, Py.None);
        return new HashSet<ulong> { 0, empty, full, changed, *version }.Count == 5;
    }
}
