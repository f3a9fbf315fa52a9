// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>The keys of a session and their JSON texts, in order. Most sessions have few: to copy and to search an array costs a fifth of what a dictionary does.</summary>
internal struct SessionItems
{
    private const int MostSearched = 16;

    private KeyValuePair<string, ReadOnlyMemory<byte>>[]? _items;
    private int _count;

    // Where each key is, when there are many.
    private Dictionary<string, int>? _places;

    /// <summary>What there is.</summary>
    public readonly ArraySegment<KeyValuePair<string, ReadOnlyMemory<byte>>> All => new(_items ?? [], 0, _count);

    /// <summary>The place of a key; negative when it is not there.</summary>
    public readonly int IndexOf(string key)
    {
        if (_places is not null)
        {
            return _places.GetValueOrDefault(key, -1);
        }
        for (var i = 0; i < _count; i++)
        {
            if (_items![i].Key == key) // there are some
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>The same with room for more.</summary>
    public readonly SessionItems Copy(int more)
    {
        var items = new KeyValuePair<string, ReadOnlyMemory<byte>>[_count + more];
        All.AsSpan().CopyTo(items);
        return new SessionItems { _items = items, _count = _count, _places = _places is null ? null : new(_places, StringComparer.Ordinal) };
    }

    /// <summary>The JSON object, and the same items as parts of it; false when a key needs escapes.</summary>
    public readonly bool TryWrite(out byte[] text, out SessionItems parts)
    {
        (text, parts) = ([], default);
        var length = 1 + Math.Max(1, _count);
        foreach (var (key, json) in All)
        {
            if (key.AsSpan().ContainsAnyExcept(SessionJson.Plain))
            {
                return false;
            }
            length += key.Length + 3 + json.Length;
        }
        text = new byte[length];
        parts = Copy(0);
        var at = 0;
        for (var i = 0; i < _count; i++)
        {
            var (key, json) = parts._items![i]; // copied just now
            text[at++] = (byte)(i == 0 ? '{' : ',');
            text[at++] = (byte)'"';
            at += Encoding.ASCII.GetBytes(key, text.AsSpan(at));
            text[at++] = (byte)'"';
            text[at++] = (byte)':';
            json.Span.CopyTo(text.AsSpan(at));
            parts._items[i] = new(key, text.AsMemory(at, json.Length));
            at += json.Length;
        }
        text[0] = (byte)'{';
        text[^1] = (byte)'}';
        return true;
    }

    /// <summary>Sets a key.</summary>
    public void Set(string key, ReadOnlyMemory<byte> json)
    {
        var index = IndexOf(key);
        if (index < 0)
        {
            index = _count++;
            Array.Resize(ref _items, _items is null ? 8 : index < _items.Length ? _items.Length : Math.Max(8, index * 2));
            Place(key, index);
        }
        _items![index] = new(key, json); // resized just now, or found there
    }

    /// <summary>Removes a key, if it is there.</summary>
    public void Remove(string key)
    {
        var index = IndexOf(key);
        if (index < 0)
        {
            return;
        }
        All[(index + 1)..].CopyTo(_items!, index); // found there
        _items![--_count] = default;
        _places = null;
        if (_count > MostSearched)
        {
            PlaceAll();
        }
    }

    private void Place(string key, int index)
    {
        if (_places is not null)
        {
            _places[key] = index;
        }
        else if (index == MostSearched)
        {
            _items![index] = new(key, default); // resized just now
            PlaceAll();
        }
    }

    private void PlaceAll()
    {
        _places = new(StringComparer.Ordinal);
        for (var i = 0; i < _count; i++)
        {
            _places[_items![i].Key] = i; // there are some
        }
    }
}
