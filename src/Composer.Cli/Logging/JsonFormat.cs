// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Logging;

/// <summary>One JSON object a line, for machines.</summary>
internal sealed class JsonFormat : ILineFormat
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Line(LogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Word(entry.Level));
            json.WriteString("category", entry.Category);
            if (entry.RequestId is not null)
            {
                json.WriteString("request_id", entry.RequestId);
            }
            json.WriteString("message", entry.Message);
            WriteValues(json, entry.Values);
            if (entry.Error is not null)
            {
                json.WriteString("exception", entry.Error.ToString());
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        if (!values.Any(v => IsOwn(v.Key)))
        {
            return;
        }
        json.WriteStartObject("values");
        foreach (var (key, value) in values)
        {
            if (IsOwn(key))
            {
                json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        }
        json.WriteEndObject();
    }

    private static bool IsOwn(string key) => key != "{OriginalFormat}" && !LogScope.IsRequestId(key);

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
