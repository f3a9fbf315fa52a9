// SPDX-License-Identifier: MIT
namespace Composer.Python.Native;

/// <summary>.NET strings of Python strs that were seen before, by address: literals such as <c>'Content-Type'</c> are one object for ever.</summary>
/// <remarks>Each entry holds a reference to its str, so that an address cannot come to mean another. Used under the GIL, which guards it.</remarks>
/// <param name="accept">Checks a text once, when it enters; returns what is wrong with it, or null.</param>
internal sealed class StringCache(Func<string, string?> accept)
{
    private const int Size = 1024;
    private const int LongestKept = 256;

    private readonly (nint Pointer, string Text)[] _entries = new (nint, string)[Size];

    /// <summary>The text of a str, checked.</summary>
    /// <exception cref="ArgumentException">The text was not accepted.</exception>
    internal unsafe string Read(nint value)
    {
        ref var entry = ref _entries[(value >> 4) & (Size - 1)];
        if (entry.Pointer == value)
        {
            return entry.Text;
        }
        var text = PyString.Read(value);
        if (accept(text) is { } problem)
        {
            throw new ArgumentException(problem);
        }
        if (text.Length <= LongestKept)
        {
            Py.IncRef(value);
            if (entry.Pointer != 0)
            {
                Py.DecRef(entry.Pointer);
            }
            entry = (value, text);
        }
        return text;
    }
}
