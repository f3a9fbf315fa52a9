// SPDX-License-Identifier: MIT
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Composer.Wsgi;

/// <summary>One request: the CGI variables, <c>wsgi.*</c> and whatever components put beside them (PEP 3333, environ Variables).</summary>
/// <remarks>
/// Strings are native strings: every character stands for one byte (latin-1). When a request crosses into Python it becomes a dict there;
/// what either side writes is seen by the other at the next call, and when a call returns.
/// An environ is valid until the response's body is disposed; servers use it again for the next request. It is not safe for use by two threads at once.
/// </remarks>
public sealed class Environ : IEnumerable<KeyValuePair<string, object>>
{
    private readonly object?[] _slots = new object?[EnvironKey.SlotCount];
    private (EnvironKey Key, object Value)[] _others = [];
    private int _otherCount;
    private CancellationToken? _aborted;

    /// <summary>Set by the bridge on the first crossing into Python; survives <see cref="Clear"/>.</summary>
    internal IEnvironMirror? Mirror { get; set; }

    /// <summary>The Python thread that waits for C# to answer this request; set by the bridge, kept by copies.</summary>
    internal object? Waiting { get; set; }

    /// <summary>GET, POST … as the client wrote it.</summary>
    public string RequestMethod
    {
        get => GetText(EnvironKey.RequestMethod) ?? "GET";
        set => this[EnvironKey.RequestMethod] = value;
    }

    /// <summary>The part of the path that led to this app: empty, or beginning with a slash and not ending with one.</summary>
    public string ScriptName
    {
        get => GetText(EnvironKey.ScriptName) ?? "";
        set => this[EnvironKey.ScriptName] = value;
    }

    /// <summary>The rest of the path, percent-decoded once: empty or beginning with a slash.</summary>
    public string PathInfo
    {
        get => GetText(EnvironKey.PathInfo) ?? "";
        set => this[EnvironKey.PathInfo] = value;
    }

    /// <summary>What follows the question mark, undecoded; never null.</summary>
    public string QueryString
    {
        get => GetText(EnvironKey.QueryString) ?? "";
        set => this[EnvironKey.QueryString] = value;
    }

    /// <summary>The request target as the client sent it, undecoded.</summary>
    public string RequestUri
    {
        get => GetText(EnvironKey.RequestUri) ?? "";
        set
        {
            this[EnvironKey.RequestUri] = value;
            this[EnvironKey.RawUri] = value;
        }
    }

    /// <summary>http or https.</summary>
    public string UrlScheme
    {
        get => GetText(EnvironKey.UrlScheme) ?? "http";
        set => this[EnvironKey.UrlScheme] = value;
    }

    /// <summary>Who the client is, as an authenticating component found; null when nobody did.</summary>
    public string? RemoteUser
    {
        get => GetText(EnvironKey.RemoteUser);
        set => this[EnvironKey.RemoteUser] = value;
    }

    /// <summary>Number of bytes of the request body, or null when there is none or it is not known (chunked).</summary>
    public long? ContentLength =>
        long.TryParse(GetText(EnvironKey.ContentLength), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    /// <summary>The request body, <c>wsgi.input</c>; reads 0 at its end and never beyond.</summary>
    public Stream Input
    {
        get => this[EnvironKey.Input] as Stream ?? Stream.Null;
        set => this[EnvironKey.Input] = value;
    }

    /// <summary>The log, <c>wsgi.errors</c>.</summary>
    public TextWriter Errors
    {
        get => this[EnvironKey.Errors] as TextWriter ?? TextWriter.Null;
        set => this[EnvironKey.Errors] = value;
    }

    /// <summary>Fires when the client is gone and nobody waits for the answer.</summary>
    public CancellationToken Aborted
    {
        get => _aborted ??= AbortSource?.Invoke() ?? default;
        set => _aborted = value;
    }

    /// <summary>Set by a server once: makes <see cref="Aborted"/> when somebody first asks for it; survives <see cref="Clear"/>.</summary>
    internal Func<CancellationToken>? AbortSource { get; set; }

    /// <summary>A value by its key, or null; setting null removes the key.</summary>
    public object? this[EnvironKey key]
    {
        get
        {
            if (key.Slot >= 0)
            {
                return _slots[key.Slot];
            }
            var index = IndexOf(key);
            return index < 0 ? null : _others[index].Value;
        }
        set
        {
            if (key.Slot >= 0)
            {
                _slots[key.Slot] = value;
                ChangedSlots |= 1UL << key.Slot;
                return;
            }
            SetOther(key, value);
        }
    }

    /// <summary>A value by the name of its key, or null; setting null removes the key.</summary>
    public object? this[string key]
    {
        get => this[EnvironKey.Of(key)];
        set => this[EnvironKey.Of(key)] = value;
    }

    /// <summary>A value that is a string, or null.</summary>
    public string? GetText(EnvironKey key) => this[key] as string;

    /// <summary>A request header, or null; several of one name are joined as RFC 9110 §5.3 says.</summary>
    public string? GetHeader(string name) => EnvironKey.TryOfHeader(name, out var key) ? GetText(key) : null;

    /// <summary>Removes a key; false when it was not there.</summary>
    public bool Remove(EnvironKey key)
    {
        var was = this[key] is not null;
        this[key] = null;
        return was;
    }

    /// <summary>A shallow copy, for a sub-request: the values are shared, the keys are not.</summary>
    public Environ Copy()
    {
        var copy = new Environ { AbortSource = AbortSource, _aborted = _aborted, Waiting = Waiting };
        _slots.CopyTo(copy._slots, 0);
        copy._others = _others.AsSpan(0, _otherCount).ToArray();
        copy._otherCount = _otherCount;
        return copy;
    }

    /// <summary>Forgets every key, for the next request.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        Array.Clear(_others, 0, _otherCount);
        _otherCount = 0;
        ChangedSlots = ulong.MaxValue;
        OthersVersion++;
        Request++;
        _aborted = null;
        Waiting = null;
    }

    /// <summary>Forgets what concerns one request beside its keys.</summary>
    internal void Renew()
    {
        _aborted = null;
        Waiting = null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        for (var slot = 0; slot < EnvironKey.SlotsTaken; slot++)
        {
            if (_slots[slot] is { } value)
            {
                yield return new(EnvironKey.InSlot(slot).Name, value);
            }
        }
        for (var i = 0; i < _otherCount; i++)
        {
            yield return new(_others[i].Key.Name, _others[i].Value);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Values of the well-known keys by slot; null where absent.</summary>
    internal ReadOnlySpan<object?> SlotValues => _slots.AsSpan(0, EnvironKey.SlotsTaken);

    /// <summary>A bit for each slot that was set since the mirror looked last; the mirror clears them.</summary>
    internal ulong ChangedSlots { get; set; }

    /// <summary>The other keys, in no promised order.</summary>
    internal ReadOnlySpan<(EnvironKey Key, object Value)> Others => _others.AsSpan(0, _otherCount);

    /// <summary>Which request of those that use this environ one after the other.</summary>
    internal int Request { get; private set; }

    private int IndexOf(EnvironKey key)
    {
        for (var i = 0; i < _otherCount; i++)
        {
            if (_others[i].Key.Is(key))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Changes whenever one of <see cref="Others"/> does.</summary>
    internal int OthersVersion { get; private set; }

    private void SetOther(EnvironKey key, object? value)
    {
        OthersVersion++;
        var index = IndexOf(key);
        if (value is null)
        {
            if (index >= 0)
            {
                _others[index] = _others[--_otherCount];
                _others[_otherCount] = default;
            }
            return;
        }
        if (index < 0)
        {
            if (_otherCount == _others.Length)
            {
                Array.Resize(ref _others, Math.Max(8, _otherCount * 2));
            }
            index = _otherCount++;
        }
        _others[index] = (key, value);
    }
}
