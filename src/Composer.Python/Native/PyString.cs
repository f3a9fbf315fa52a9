// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Python.Native;

/// <summary>Strings across the border.</summary>
internal static unsafe class PyString
{
    private const int MostKeys = 1024;
    private const int LongestKey = 64;

    // The GIL guards it.
    private static readonly Dictionary<string, nint> Keys = new(StringComparer.Ordinal);

    /// <summary>A Python str: new. Native strings of PEP 3333 (latin-1) take the short way.</summary>
    internal static nint New(string text)
    {
        fixed (char* data = text)
        {
            if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            {
                var order = BitConverter.IsLittleEndian ? -1 : 1;
                var surrogates = "surrogatepass"u8;
                fixed (byte* errors = surrogates)
                {
                    return Py.DecodeUtf16((byte*)data, text.Length * 2, errors, &order);
                }
            }
            return Py.NewString(2, data, text.Length);
        }
    }

    /// <summary>The interned str of an environ key: kept for ever, borrowed.</summary>
    internal static nint OfKey(EnvironKey key)
    {
        if (key.Native == 0)
        {
            key.Native = Interned(key.Name);
        }
        return key.Native;
    }

    /// <summary>An interned str that is never given back.</summary>
    internal static nint Interned(string text)
    {
        var value = New(text);
        Py.Intern(&value);
        return value;
    }

    /// <summary>The interned str of a key that comes with every request, as those of sessions do: kept for ever, borrowed. At most a thousand are kept.</summary>
    internal static bool TryKept(string key, out nint kept)
    {
        if (Keys.TryGetValue(key, out kept))
        {
            return true;
        }
        if (Keys.Count == MostKeys || key.Length > LongestKey)
        {
            return false;
        }
        kept = Keys[key] = Interned(key);
        return true;
    }

    /// <summary>The text of a str. Lone surrogates, which UTF-8 cannot carry, are kept.</summary>
    internal static string Read(nint value)
    {
        nint size;
        var data = Py.Utf8(value, &size);
        if (data is not null)
        {
            return Encoding.UTF8.GetString(data, (int)size);
        }
        Py.ErrorClear();
        return ReadWide(value);
    }

    /// <summary>Whether a str has no lone surrogates.</summary>
    internal static bool IsWhole(nint value)
    {
        nint size;
        if (Py.Utf8(value, &size) is not null)
        {
            return true;
        }
        Py.ErrorClear();
        return false;
    }

    /// <summary>Whether a str is a text of ASCII characters.</summary>
    internal static bool Is(nint value, string text)
    {
        nint size;
        var data = Py.Utf8(value, &size);
        if (data is null)
        {
            Py.ErrorClear();
            return false;
        }
        return size == text.Length && Ascii.Equals(new ReadOnlySpan<byte>(data, (int)size), text);
    }

    private static string ReadWide(nint value)
    {
        nint size;
        var wide = Py.AsWide(value, &size);
        if (wide == 0)
        {
            throw PythonError.Take();
        }
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return new string((char*)wide, 0, (int)size);
            }
            var text = new StringBuilder();
            foreach (var c in new ReadOnlySpan<int>((void*)wide, (int)size))
            {
                _ = c is >= 0xd800 and <= 0xdfff ? text.Append((char)c) : text.Append(new Rune(c).ToString());
            }
            return text.ToString();
        }
        finally
        {
            Py.MemFree(wide);
        }
    }
}
