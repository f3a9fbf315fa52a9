// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Composer.Wsgi;

namespace Composer.Cli.Trying;

/// <summary>Prints an answer: the body as it comes, or everything at its end as JSON.</summary>
/// <param name="output">Where to.</param>
/// <param name="keep">The body is kept for <see cref="WriteJson"/> instead of printed.</param>
/// <param name="onTerminal">Bytes that are no text are counted, not printed.</param>
internal sealed class AnswerWriter(Stream output, bool keep, bool onTerminal)
{
    private readonly MemoryStream _kept = new();

    /// <summary>Size of the body.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads the answer to its end.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="withHead">Status and headers are printed before the body.</param>
    /// <param name="withBody">The body is printed.</param>
    public async Task WriteAsync(Response response, bool withHead, bool withBody)
    {
        if (withHead && !keep)
        {
            output.Write(Encoding.Latin1.GetBytes(Head(response)));
        }
        var hidden = 0L;
        var last = (byte)'\n';
        while (await response.Body.ReadAsync() is { IsEmpty: false } block)
        {
            Bytes += block.Length;
            if (keep)
            {
                _kept.Write(block.Span);
            }
            else if (withBody && onTerminal && block.Span.ContainsAnyInRange((byte)0, (byte)6))
            {
                hidden += block.Length;
            }
            else if (withBody)
            {
                await output.WriteAsync(block);
                last = block.Span[^1];
            }
        }
        if (onTerminal && last != '\n')
        {
            output.WriteByte((byte)'\n');
        }
        if (hidden > 0)
        {
            Console.Error.WriteLine($"({hidden} bytes that are no text; redirect standard output to keep them)");
        }
    }

    /// <summary>The whole answer as one JSON object; a body that is not UTF-8 is base64.</summary>
    public void WriteJson(Response response, TraceStep? way)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("status", response.StatusCode);
            json.WriteString("reason", response.Status[4..]);
            json.WriteStartArray("headers");
            foreach (var (name, value) in response.Headers)
            {
                json.WriteStartArray();
                json.WriteStringValue(name);
                json.WriteStringValue(value);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            WriteBody(json);
            json.WritePropertyName("steps");
            TraceJson.WriteSteps(json, way, timing: true);
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private void WriteBody(Utf8JsonWriter json)
    {
        var bytes = _kept.ToArray();
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            json.WriteString("body", bytes);
            return;
        }
        json.WriteBase64String("body_base64", bytes);
    }

    private static string Head(Response response)
    {
        var head = new StringBuilder($"HTTP/1.1 {response.Status}\r\n");
        foreach (var (name, value) in response.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }
        return head.Append("\r\n").ToString();
    }
}
