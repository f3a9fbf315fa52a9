// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>Writes plain data as a Python pickle (protocol 2, which Python 2 reads, too).</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();

    private PickleWriter()
    {
    }

    /// <summary>The pickle of a dict with the record's values.</summary>
    public static byte[] Write(SessionRecord record, Pickled pickled) => Write(pickled, writer => writer.Map(record.Items, value =>
    {
        using var json = JsonDocument.Parse(value);
        writer.Json(json.RootElement);
    }));

    /// <summary>The pickle of a record that is a text.</summary>
    public static byte[] Write(string text, Pickled pickled) => Write(pickled, writer => writer.Text(text));

    private static byte[] Write(Pickled pickled, Action<PickleWriter> write)
    {
        var writer = new PickleWriter();
        writer.Put([0x80, 2]);
        if (pickled == Pickled.File)
        {
            writer.Map([KeyValuePair.Create("session", writer)], write);
        }
        else
        {
            write(writer);
        }
        writer.Put("."u8);
        return writer._bytes.ToArray();
    }

    private void Json(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                Put("N"u8);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Put([json.GetBoolean() ? (byte)0x88 : (byte)0x89]);
                break;
            case JsonValueKind.Number:
                Number(json);
                break;
            case JsonValueKind.String:
                Text(SessionJson.TextOf(json));
                break;
            case JsonValueKind.Array:
                List(json);
                break;
            default:
                Object(json);
                break;
        }
    }

    private void Object(JsonElement json)
    {
        if (SessionJson.TagOf(json, out var content) is not { } type)
        {
            Map(json.EnumerateObject().Select(item => KeyValuePair.Create(item.Name, item.Value)), Json);
            return;
        }
        switch (type)
        {
            case "decimal":
                Call("decimal", "Decimal", () => Text(content.GetString() ?? "0"));
                break;
            case "tuple":
                Items(content, "t"u8);
                break;
            case "set" or "frozenset":
                Call("__builtin__", type, () => List(content));
                break;
            case "dict":
                Put("}("u8);
                foreach (var pair in content.EnumerateArray())
                {
                    Json(pair[0]);
                    Json(pair[1]);
                }
                Put("u"u8);
                break;
            default:
                Value(SessionJson.Decode(json));
                break;
        }
    }

    private void Value(object? value)
    {
        switch (value)
        {
            case byte[] bytes:
                Bytes(bytes);
                break;
            case DateOnly date:
                Call("datetime", "date", () => Bytes([(byte)(date.Year >> 8), (byte)date.Year, (byte)date.Month, (byte)date.Day]));
                break;
            case DateTime moment:
                Call("datetime", "datetime", () => Clock(moment));
                break;
            case DateTimeOffset moment:
                Call("datetime", "datetime", () => Clock(moment.DateTime), () => Call("datetime", "timezone", () => Span(moment.Offset)));
                break;
            case TimeSpan span:
                Span(span);
                break;
            default:
                Put("N"u8); // a tagged value that cannot be read is nothing
                break;
        }
    }

    private void Clock(DateTime moment)
    {
        var micros = (int)(moment.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        Bytes([
            (byte)(moment.Year >> 8), (byte)moment.Year, (byte)moment.Month, (byte)moment.Day, (byte)moment.Hour, (byte)moment.Minute, (byte)moment.Second,
            (byte)(micros >> 16), (byte)(micros >> 8), (byte)micros]);
    }

    private void Span(TimeSpan span)
    {
        var days = (long)Math.Floor(span.TotalDays);
        var rest = (span - TimeSpan.FromDays(days)).Ticks;
        Call("datetime", "timedelta", () => Whole(days), () => Whole(rest / TimeSpan.TicksPerSecond), () => Whole(rest % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
    }

    private void Number(JsonElement json)
    {
        var text = json.GetRawText();
        if (!text.AsSpan().ContainsAny(".eE"))
        {
            Line('L', text + "L");
            return;
        }
        Span<byte> bytes = stackalloc byte[1 + sizeof(double)];
        bytes[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], json.GetDouble());
        Put(bytes);
    }

    private void Whole(long number) => Line('L', number.ToString(CultureInfo.InvariantCulture) + "L");

    private void Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        head[0] = (byte)'X';
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], utf8.Length);
        Put(head);
        Put(utf8);
    }

    // As Python itself writes them: the protocol has no bytes.
    private void Bytes(byte[] bytes) => Call("_codecs", "encode", () => Text(Encoding.Latin1.GetString(bytes)), () => Text("latin1"));

    private void List(JsonElement json)
    {
        Put("]"u8);
        Items(json, "e"u8);
    }

    private void Items(JsonElement json, ReadOnlySpan<byte> end)
    {
        Put("("u8);
        foreach (var item in json.EnumerateArray())
        {
            Json(item);
        }
        Put(end);
    }

    private void Map<T>(IEnumerable<KeyValuePair<string, T>> items, Action<T> write)
    {
        Put("}("u8);
        foreach (var (key, value) in items)
        {
            Text(key);
            write(value);
        }
        Put("u"u8);
    }

    private void Call(string module, string name, params ReadOnlySpan<Action> arguments)
    {
        Line('c', module);
        Put(Encoding.ASCII.GetBytes(name + "\n("));
        foreach (var argument in arguments)
        {
            argument();
        }
        Put("tR"u8);
    }

    private void Line(char opcode, string text) => Put(Encoding.ASCII.GetBytes($"{opcode}{text}\n"));

    private void Put(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
