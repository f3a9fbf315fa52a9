// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Composer.Wsgi;

/// <summary>One header field.</summary>
/// <param name="Name">As written by whoever set it.</param>
/// <param name="Value">A native string of PEP 3333: every character stands for one byte (latin-1).</param>
public readonly record struct Header(string Name, string Value);

/// <summary>Response headers: ordered, duplicates kept, names compared without case.</summary>
/// <remarks>Names that are not tokens (RFC 9110 §5.6.2) and values with CR, LF, NUL, other control characters or characters beyond latin-1 are refused when set.</remarks>
public sealed class HeaderList : IReadOnlyList<Header>
{
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private Header[] _items = [];
    private int _count;

    /// <inheritdoc/>
    public int Count => _count;

    /// <summary>Changes with every change of the fields.</summary>
    internal int Version { get; private set; }

    /// <inheritdoc/>
    public Header this[int index] => index < _count ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The first value of a name, or null; setting replaces every value of it, null removes them.</summary>
    public string? this[string name]
    {
        get => IndexOf(name, 0) is var i and >= 0 ? _items[i].Value : null;
        set
        {
            if (value is null)
            {
                Remove(name);
                return;
            }
            Set(name, value);
        }
    }

    /// <summary>Adds a field after those that are there, also when the name is there already.</summary>
    /// <exception cref="ArgumentException">The name or the value may not be sent.</exception>
    public void Add(string name, string value)
    {
        Validate(name, value);
        AddUnchecked(name, value);
    }

    /// <summary>Adds a field unless the name is there.</summary>
    public bool TryAdd(string name, string value)
    {
        if (Contains(name))
        {
            return false;
        }
        Add(name, value);
        return true;
    }

    /// <summary>Whether the name is there.</summary>
    public bool Contains(string name) => IndexOf(name, 0) >= 0;

    /// <summary>Every value of a name, in order.</summary>
    public IEnumerable<string> GetAll(string name)
    {
        for (var i = IndexOf(name, 0); i >= 0; i = IndexOf(name, i + 1))
        {
            yield return _items[i].Value;
        }
    }

    /// <summary>The values of a name joined by ", " (RFC 9110 §5.3), or null. Not for Set-Cookie.</summary>
    public string? GetJoined(string name)
    {
        var first = IndexOf(name, 0);
        if (first < 0)
        {
            return null;
        }
        return IndexOf(name, first + 1) < 0 ? _items[first].Value : string.Join(", ", GetAll(name));
    }

    /// <summary>Adds <paramref name="item"/> to a comma list header unless it, or "*", is in it: <c>headers.Append("Vary", "Cookie")</c>.</summary>
    public void Append(string name, string item)
    {
        foreach (var value in GetAll(name))
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                var token = value.AsSpan()[part].Trim();
                if (token is "*" || token.Equals(item, StringComparison.OrdinalIgnoreCase))
                {
                    return;
                }
            }
        }
        Set(name, GetJoined(name) is { Length: > 0 } old ? old + ", " + item : item);
    }

    /// <summary>Removes every field of a name; false when there was none.</summary>
    public bool Remove(string name)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!Same(_items[i].Name, name))
            {
                _items[kept++] = _items[i];
            }
        }
        Version++;
        var removed = kept < _count;
        Array.Clear(_items, kept, _count - kept);
        _count = kept;
        return removed;
    }

    /// <summary>Removes every field.</summary>
    public void Clear()
    {
        Version++;
        Array.Clear(_items, 0, _count);
        _count = 0;
    }

    /// <summary>The fields as a span, for loops that must not allocate.</summary>
    public ReadOnlySpan<Header> AsSpan() => _items.AsSpan(0, _count);

    /// <inheritdoc cref="IEnumerable{T}.GetEnumerator"/>
    public ReadOnlySpan<Header>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    IEnumerator<Header> IEnumerable<Header>.GetEnumerator() => _items.Take(_count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.Take(_count).GetEnumerator();

    /// <summary>Says why a field may not be sent, or null.</summary>
    public static string? Problem(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token))
        {
            return "the header name is not a token (RFC 9110 §5.6.2)";
        }
        return ValueProblem(value);
    }

    /// <summary>Says why a header value may not be sent, or null.</summary>
    public static string? ValueProblem(string value)
    {
        foreach (var c in value)
        {
            if (c is < ' ' and not '\t' or '\x7f')
            {
                return "the header value holds a control character";
            }
            if (c > '\xff')
            {
                return "the header value holds a character beyond latin-1";
            }
        }
        return null;
    }

    /// <summary>Adds a field that was checked before.</summary>
    internal void AddUnchecked(string name, string value)
    {
        Version++;
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(8, _count * 2));
        }
        _items[_count++] = new Header(name, value);
    }

    private void Set(string name, string value)
    {
        Validate(name, value);
        var index = IndexOf(name, 0);
        if (index < 0)
        {
            AddUnchecked(name, value);
            return;
        }
        Version++;
        _items[index] = new Header(_items[index].Name, value);
        if (IndexOf(name, index + 1) < 0)
        {
            return;
        }
        var kept = index + 1;
        for (var i = kept; i < _count; i++)
        {
            if (!Same(_items[i].Name, name))
            {
                _items[kept++] = _items[i];
            }
        }
        Array.Clear(_items, kept, _count - kept);
        _count = kept;
    }

    private static void Validate(string name, string value)
    {
        if (Problem(name, value) is { } problem)
        {
            ThrowRefused(name, problem);
        }
    }

    [DoesNotReturn]
    private static void ThrowRefused(string name, string problem) =>
        throw new ArgumentException($"header '{Printable(name)}' refused: {problem}");

    private static string Printable(string name) => string.Concat(name.Select(c => c is > ' ' and < '\x7f' ? c : '?'));

    private int IndexOf(string name, int from)
    {
        for (var i = from; i < _count; i++)
        {
            if (Same(_items[i].Name, name))
            {
                return i;
            }
        }
        return -1;
    }

    private static bool Same(string a, string b) =>
        ReferenceEquals(a, b) || (a.Length == b.Length && a.Equals(b, StringComparison.OrdinalIgnoreCase));
}
