// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>A writer for small JSON texts, one for each thread: to make one takes longer than to use it.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _bytes;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>What is written, as bytes. Not to be called while it is writing.</summary>
    public static byte[] Of<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var bytes = _bytes ??= new ArrayBufferWriter<byte>(1024);
        var writer = _writer ??= new Utf8JsonWriter(bytes, Options);
        bytes.ResetWrittenCount();
        writer.Reset(bytes);
        write(writer, value);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}
