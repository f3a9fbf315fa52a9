// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Buffers.Text;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>Values of sessions as JSON that keeps their types: what JSON lacks is an object with the name of the type. <c>wsgi_composer.shim.values</c> is the same for Python.</summary>
internal static class SessionJson
{
    private const string Mark = "$type";
    private const string Content = "value";

    // A record that is deeper cannot be read: 64 levels are the most, and the session itself is one.
    private const int Deepest = 60;

    /// <summary>What stands in JSON as it is.</summary>
    internal static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    /// <summary>The JSON text of a value.</summary>
    /// <exception cref="ArgumentException">There is none for its type.</exception>
    public static byte[] Encode(object? value) => value switch
    {
        string text when !text.AsSpan().ContainsAnyExcept(Plain) => Encode(text),
        long number => Encode(number),
        _ => JsonText.Of(value, Write),
    };

    private static byte[] Encode(string plain)
    {
        var json = new byte[plain.Length + 2];
        (json[0], json[^1]) = ((byte)'"', (byte)'"');
        Encoding.ASCII.GetBytes(plain, json.AsSpan(1));
        return json;
    }

    private static byte[] Encode(long number)
    {
        Span<byte> text = stackalloc byte[20];
        return Utf8Formatter.TryFormat(number, text, out var length) ? text[..length].ToArray() : JsonText.Of(number, static (writer, value) => writer.WriteNumberValue(value));
    }

    /// <summary>A JSON text as bytes. Half of a surrogate pair, which Python has for bytes of a file's name that are no text, becomes an escape: UTF-8 cannot carry it.</summary>
    public static byte[] BytesOf(string json) => Encoding.UTF8.GetBytes(
        json.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? string.Concat(json.Select(c => char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString())) : json);

    /// <summary>The JSON text of a moment, in seconds since 1970.</summary>
    public static byte[] Encode(double seconds)
    {
        const long Micros = 1_000_000;
        if (seconds is not (>= 0 and < 1e12))
        {
            return Encode((object)seconds);
        }
        Span<byte> text = stackalloc byte[32];
        var (whole, rest) = Math.DivRem((long)Math.Round(seconds * Micros), Micros);
        _ = Utf8Formatter.TryFormat(whole, text, out var length); // 12 digits fit
        _ = Utf8Formatter.TryFormat(rest, text[(length + 1)..], out _, new StandardFormat('D', 6));
        text[length] = (byte)'.';
        return text[..(length + 7)].ToArray();
    }

    /// <summary>Whether lists and maps are in each other so deep that the session could not be read again.</summary>
    public static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        if (json.Count((byte)'[') + json.Count((byte)'{') <= Deepest)
        {
            return false;
        }
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            while (reader.Read())
            {
            }
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    /// <summary>The value of a JSON text.</summary>
    public static object? Decode(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Decode(document.RootElement);
    }

    /// <summary>The value of a JSON text that is a string without escapes, a number that fits, true, false or null; that takes no parser.</summary>
    public static bool TryDecodePlain(ReadOnlySpan<byte> json, out object? value)
    {
        value = null;
        switch (json[0])
        {
            case (byte)'"':
                value = json.Contains((byte)'\\') ? null : Encoding.UTF8.GetString(json[1..^1]);
                return value is not null;
            case (byte)'t' or (byte)'f':
                value = json[0] == (byte)'t';
                return true;
            case (byte)'n':
                return true;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return TryDecodeNumber(json, out value);
            default:
                return false;
        }
    }

    private static bool TryDecodeNumber(ReadOnlySpan<byte> json, out object? value)
    {
        if (json.ContainsAny(".eE"u8))
        {
            value = Utf8Parser.TryParse(json, out double number, out var read) && read == json.Length ? number : null;
        }
        else
        {
            value = Utf8Parser.TryParse(json, out long number, out var read) && read == json.Length ? number : null;
        }
        return value is not null;
    }

    /// <summary>The name of the type that an object stands for, or null when it is a map.</summary>
    public static string? TagOf(JsonElement json, out JsonElement content)
    {
        content = default;
        return json.TryGetProperty(Mark, out var type) && json.TryGetProperty(Content, out content) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case float or double:
                WriteDouble(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                WriteTagged(writer, "decimal", number.ToString(CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                WriteTagged(writer, "bytes", Convert.ToBase64String(bytes));
                break;
            case DateTimeOffset moment:
                WriteTagged(writer, "datetime", moment.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                WriteTagged(writer, "datetime", moment.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture) + (moment.Kind == DateTimeKind.Utc ? "+00:00" : ""));
                break;
            case DateOnly date:
                WriteTagged(writer, "date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case TimeSpan span:
                var days = (long)Math.Floor(span.TotalDays);
                var rest = span - TimeSpan.FromDays(days);
                WriteTagged(writer, "timedelta", new List<object?> { days, (long)rest.TotalSeconds, (rest.Ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerMicrosecond });
                break;
            case object?[] tuple when value.GetType() == typeof(object[]):
                WriteTagged(writer, "tuple", new List<object?>(tuple));
                break;
            case IDictionary map:
                WriteMap(writer, map);
                break;
            case IEnumerable items when IsSet(items):
                WriteTagged(writer, "set", items.Cast<object?>().ToList());
                break;
            case IList items:
                WriteList(writer, items);
                break;
            default:
                throw new ArgumentException($"a {value.GetType()} cannot be stored");
        }
    }

    private static bool IsSet(IEnumerable items) => items.GetType().GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IReadOnlySet<>));

    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException($"{number.ToString(CultureInfo.InvariantCulture)} cannot be stored");
        }
        // A whole one keeps its point: Python tells 1.0 from 1.
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny(".eE") ? text : text + ".0");
    }

    private static void WriteTagged(Utf8JsonWriter writer, string type, object? content)
    {
        writer.WriteStartObject();
        writer.WriteString(Mark, type);
        writer.WritePropertyName(Content);
        Write(writer, content);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            Write(writer, item);
        }
        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, IDictionary map)
    {
        if (map.Contains(Mark) || map.Keys.Cast<object>().Any(key => key is not string))
        {
            var pairs = new List<object?>();
            foreach (DictionaryEntry entry in map)
            {
                pairs.Add(new List<object?> { entry.Key, entry.Value });
            }
            WriteTagged(writer, "dict", pairs);
            return;
        }
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            writer.WritePropertyName((string)entry.Key);
            Write(writer, entry.Value);
        }
        writer.WriteEndObject();
    }

    /// <summary>The value of a JSON element.</summary>
    public static object? Decode(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => TextOf(json),
        JsonValueKind.Number => ReadNumber(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => ReadList(json),
        JsonValueKind.Object => ReadObject(json),
        _ => null,
    };

    /// <summary>The text of a JSON string, also with half of a surrogate pair in it.</summary>
    public static string TextOf(JsonElement json)
    {
        try
        {
            return json.GetString()!; // it is a string
        }
        catch (InvalidOperationException)
        {
            return Regex.Unescape(json.GetRawText()[1..^1]);
        }
    }

    private static object ReadNumber(JsonElement json)
    {
        if (json.TryGetInt64(out var whole))
        {
            return whole;
        }
        var text = json.GetRawText();
        return text.AsSpan().ContainsAny(".eE") ? json.GetDouble() : BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static List<object?> ReadList(JsonElement json) => [.. json.EnumerateArray().Select(Decode)];

    private static object? ReadObject(JsonElement json)
    {
        return TagOf(json, out var content) is { } type ? ReadTagged(type, content) ?? ReadMap(json) : ReadMap(json);
    }

    private static Dictionary<string, object?> ReadMap(JsonElement json) => json.EnumerateObject().ToDictionary(item => item.Name, item => Decode(item.Value), StringComparer.Ordinal);

    private static object? ReadTagged(string type, JsonElement content)
    {
        var items = content.ValueKind == JsonValueKind.Array ? ReadList(content) : [];
        var text = content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
        return type switch
        {
            "decimal" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text,
            "bytes" => content.TryGetBytesFromBase64(out var bytes) ? bytes : null,
            "datetime" => ReadMoment(text),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
            "timedelta" => items is [long days, long seconds, long micros] ? new TimeSpan((days * TimeSpan.TicksPerDay) + (seconds * TimeSpan.TicksPerSecond) + (micros * TimeSpan.TicksPerMicrosecond)) : null,
            "tuple" => items.ToArray(),
            "set" or "frozenset" => new HashSet<object?>(items),
            "dict" => items.OfType<List<object?>>().Where(pair => pair is [not null, _]).ToDictionary(pair => pair[0]!, pair => pair[1]), // filtered just now
            _ => null,
        };
    }

    // Python's naive datetimes have no offset, and get none here.
    private static object? ReadMoment(string text)
    {
        var hasOffset = text.Length > 19 && text.AsSpan(19).ContainsAny("+-Z");
        if (hasOffset)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
        }
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var naive) ? naive : null;
    }
}
