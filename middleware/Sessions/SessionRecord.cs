// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>The data of a session: the JSON text of each key. Values are decoded when somebody asks for them, so that what nobody looks at is stored again as it was.</summary>
/// <remarks>Never changed: <see cref="With"/> makes another one.</remarks>
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
    public static readonly SessionRecord Empty = new([]);

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values;

    // The JSON object that was read; empty when there was none.
    private readonly ReadOnlyMemory<byte> _source;

    private SessionRecord(Dictionary<string, ReadOnlyMemory<byte>> values, ReadOnlyMemory<byte> source = default) => (_values, _source) = (values, source);

    /// <summary>The JSON text of each key, in their order.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values => _values;

    /// <summary>Whether anything is kept but what every session has.</summary>
    public bool HasData => _values.Keys.Any(key => !IsReserved(key));

    /// <summary>Keys that say something of the session itself.</summary>
    public static bool IsReserved(string key) => key is CreationTime or AccessedTime or IdKey or DomainKey or PathKey;

    /// <summary>Reads a JSON object; null when it is none.</summary>
    public static SessionRecord? Parse(ReadOnlyMemory<byte> json)
    {
        var values = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
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
                values[key] = json[start..(int)reader.BytesConsumed];
            }
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? new SessionRecord(values, json) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The JSON text of a key, or null.</summary>
    public ReadOnlyMemory<byte>? Find(string key) => _values.TryGetValue(key, out var json) ? json : default(ReadOnlyMemory<byte>?);

    /// <summary>A moment that is kept as seconds since 1970, or null.</summary>
    public double? Seconds(string key) =>
        _values.TryGetValue(key, out var json) && Utf8Parser.TryParse(json.Span, out double seconds, out var read) && read == json.Length && double.IsFinite(seconds) ? seconds : null;

    /// <summary>The text of a key that is kept as a string, or null.</summary>
    public string? Text(string key) => Find(key) is { } json && SessionJson.Decode(json) is string text ? text : null;

    /// <summary>The record with some keys changed; null removes one.</summary>
    public SessionRecord With(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>?>> changes)
    {
        var values = new Dictionary<string, ReadOnlyMemory<byte>>(_values, StringComparer.Ordinal);
        foreach (var (key, json) in changes)
        {
            if (json is { } text)
            {
                values[key] = text;
            }
            else
            {
                values.Remove(key);
            }
        }
        return new SessionRecord(values);
    }

    /// <summary>The JSON object as text.</summary>
    public string ToText() => Encoding.UTF8.GetString(_source.IsEmpty ? ToBytes() : _source.Span);

    /// <summary>The JSON object.</summary>
    public byte[] ToBytes() => JsonText.Of(_values, static (writer, values) =>
    {
        writer.WriteStartObject();
        foreach (var (key, json) in values)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }
        writer.WriteEndObject();
    });
}
