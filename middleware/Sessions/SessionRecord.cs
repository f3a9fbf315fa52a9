// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>The data of a session: the JSON text of each key. Values are decoded when somebody asks for them, so that what nobody looks at is stored again as it was.</summary>
/// <remarks>Never changed: <c>With</c> makes another one.</remarks>
internal sealed class SessionRecord
{
    /// <summary>When the session began, in seconds since 1970.</summary>
    public const string CreationTime = "_creation_time";

    /// <summary>When it was last used.</summary>
    public const string AccessedTime = "_accessed_time";

    /// <summary>The id of a session that is kept in a cookie.</summary>
    public const string IdKey = "_id";

    /// <summary>The domain and the path of the cookie, where the app chose them.</summary>
    public const string DomainKey = "_domain";

    /// <inheritdoc cref="DomainKey"/>
    public const string PathKey = "_path";

    /// <summary>Nothing.</summary>
    public static readonly SessionRecord Empty = new(default);

    private readonly SessionItems _items;

    // NaN until somebody asks, infinite when it is not there. Two threads may find out at a time.
    private double _began = double.NaN;
    private double _accessed = double.NaN;

    // The JSON object that was read; empty when there was none.
    private readonly ReadOnlyMemory<byte> _source;

    private SessionRecord(SessionItems items, ReadOnlyMemory<byte> source = default) => (_items, _source) = (items, source);

    /// <summary>The JSON text of each key, in their order.</summary>
    public ArraySegment<KeyValuePair<string, ReadOnlyMemory<byte>>> Items => _items.All;

    /// <summary>Whether anything is kept but what every session has.</summary>
    public bool HasData
    {
        get
        {
            foreach (var (key, _) in Items)
            {
                if (!IsReserved(key))
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>Keys that say something of the session itself.</summary>
    public static bool IsReserved(string key) => key is CreationTime or AccessedTime or IdKey or DomainKey or PathKey;

    /// <summary>Reads a JSON object; null when it is none.</summary>
    public static SessionRecord? Parse(ReadOnlyMemory<byte> json)
    {
        var items = new SessionItems();
        var reader = new Utf8JsonReader(json.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!; // a property name is never null
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                items.Set(key, json[start..(int)reader.BytesConsumed]);
            }
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? new SessionRecord(items, json) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The JSON text of a key, or null.</summary>
    public ReadOnlyMemory<byte>? Find(string key) => _items.IndexOf(key) is var index and >= 0 ? Items[index].Value : default(ReadOnlyMemory<byte>?);

    /// <summary>When the session began, in seconds since 1970, or null.</summary>
    public double? Began => Seconds(CreationTime, ref _began);

    /// <summary>When it was last used, or null.</summary>
    public double? Accessed => Seconds(AccessedTime, ref _accessed);

    private double? Seconds(string key, ref double kept)
    {
        var seconds = kept;
        if (double.IsNaN(seconds))
        {
            seconds = Find(key) is { } json && Utf8Parser.TryParse(json.Span, out double read, out var length) && length == json.Length && double.IsFinite(read) ? read : double.PositiveInfinity;
            kept = seconds;
        }
        return double.IsFinite(seconds) ? seconds : null;
    }

    /// <summary>The text of a key that is kept as a string, or null.</summary>
    public string? Text(string key) => Find(key) is { } json && SessionJson.Decode(json) is string text ? text : null;

    /// <summary>The record with some keys changed; null removes one.</summary>
    public SessionRecord With(IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>?>> changes) => new(Changed(changes, 0));

    /// <summary>The same, and the moment at which it was used; a new one began then, too.</summary>
    public SessionRecord With(IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>?>> changes, double accessed)
    {
        var items = Changed(changes, 2);
        var text = SessionJson.Encode(accessed);
        items.Set(AccessedTime, text);
        if (items.IndexOf(CreationTime) < 0)
        {
            items.Set(CreationTime, text);
        }
        return new SessionRecord(items) { _accessed = accessed };
    }

    private SessionItems Changed(IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>?>> changes, int more)
    {
        var items = _items.Copy(changes.Count + more);
        foreach (var (key, json) in changes)
        {
            if (json is { } text)
            {
                items.Set(key, text);
            }
            else
            {
                items.Remove(key);
            }
        }
        return items;
    }

    /// <summary>The JSON object as text.</summary>
    public string ToText() => Encoding.UTF8.GetString(_source.IsEmpty ? ToBytes() : _source.Span);

    /// <summary>The same data as parts of one text: that of <see cref="ToBytes"/>.</summary>
    public SessionRecord Pack(out byte[] text)
    {
        if (_items.TryWrite(out text, out var parts))
        {
            return new SessionRecord(parts, text) { _began = _began, _accessed = _accessed };
        }
        text = Written();
        return Parse(text) ?? throw new InvalidDataException("a session was not written as JSON");
    }

    /// <summary>The JSON object.</summary>
    public byte[] ToBytes() => _items.TryWrite(out var text, out _) ? text : Written();

    private byte[] Written() => JsonText.Of(_items.All, static (writer, items) =>
    {
        writer.WriteStartObject();
        foreach (var (key, json) in items)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }
        writer.WriteEndObject();
    });
}
