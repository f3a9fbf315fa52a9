// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The format <c>json</c>: one object a line.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static void Write(LogLine line, Exchange exchange)
    {
        var json = _writer ??= new Utf8JsonWriter(line, Options);
        json.Reset(line);
        json.WriteStartObject();
        json.WriteString("time"u8, exchange.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Write(json, "address"u8, exchange.Address);
        Write(json, "user"u8, exchange.Environ.RemoteUser);
        Write(json, "method"u8, exchange.Method);
        Write(json, "host"u8, exchange.Environ.GetText(EnvironKey.HttpHost));
        Write(json, "target"u8, exchange.Target);
        Write(json, "protocol"u8, exchange.Protocol);
        json.WriteNumber("status"u8, exchange.Status);
        json.WriteNumber("bytes"u8, exchange.Count);
        json.WriteNumber("duration_ms"u8, Math.Round(exchange.Duration.TotalMilliseconds, 3));
        Write(json, "referer"u8, exchange.Header(EnvironKey.HttpReferer));
        Write(json, "user_agent"u8, exchange.Environ.GetText(EnvironKey.HttpUserAgent));
        Write(json, "request_id"u8, exchange.Environ.GetText(EnvironKey.RequestId));
        if (exchange.Broken)
        {
            json.WriteBoolean("aborted"u8, true);
        }
        json.WriteEndObject();
        json.Flush();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? native)
    {
        if (!string.IsNullOrEmpty(native))
        {
            json.WriteString(name, Ascii.IsValid(native) ? native : Decoded(native));
        }
    }

    private static string Decoded(string native)
    {
        var text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(native));
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? native : text;
    }
}
