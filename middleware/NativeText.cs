// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>Text of a config, and the native strings of the environ, where a character stands for a byte of UTF-8 (PEP 3333, Unicode Issues).</summary>
internal static class NativeText
{
    /// <summary>A text as a native string.</summary>
    public static string Of(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The text of a native string.</summary>
    public static string Read(string native) => Ascii.IsValid(native) ? native : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(native));

    /// <summary>The text of a native string; false when it is none, because its bytes are no UTF-8.</summary>
    public static bool TryRead(string native, out string text)
    {
        text = Read(native);
        return Of(text) == native;
    }
}
