// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Config;

/// <summary>Decodes a file strictly, as Python's text files do.</summary>
internal static class Utf8Text
{
    private const int PythonChunk = 8192;

    /// <summary>The text, or null with Python's UnicodeDecodeError and the offset of the first bad byte.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, out PythonError? error, out int offset)
    {
        offset = FirstBad(bytes, out var length, out var reason);
        if (offset < 0)
        {
            error = null;
            return Encoding.UTF8.GetString(bytes);
        }
        var position = offset % PythonChunk;
        var what = length == 1
            ? string.Create(CultureInfo.InvariantCulture, $"byte 0x{bytes[offset]:x2} in position {position}")
            : string.Create(CultureInfo.InvariantCulture, $"bytes in position {position}-{position + length - 1}");
        error = new PythonError("UnicodeDecodeError", $"'utf-8' codec can't decode {what}: {reason}");
        return null;
    }

    /// <summary>What is wrong with a file, and where.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="before">What stands before its first bad byte.</param>
    public static (Source Source, string Message, string Hint) Problem(string file, ReadOnlySpan<byte> before)
    {
        var line = before.Count((byte)'\n') + 1;
        return before.Contains((byte)0)
            ? (new Source(file, line), "the file is not a text", "a config is INI, TOML or YAML")
            : (new Source(file, line, before.Length - before.LastIndexOf((byte)'\n')), "the file is not UTF-8", "save it as UTF-8");
    }

    private static int FirstBad(ReadOnlySpan<byte> bytes, out int length, out string reason)
    {
        (length, reason) = (0, "");
        var offset = 0;
        while (offset < bytes.Length)
        {
            if (bytes[offset] < 0x80)
            {
                offset++;
                continue;
            }
            var status = Rune.DecodeFromUtf8(bytes[offset..], out _, out length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                reason = Reason(bytes[offset], status);
                return offset;
            }
            offset += length;
        }
        return -1;
    }

    private static string Reason(byte first, System.Buffers.OperationStatus status) =>
        first is < 0xc2 or > 0xf4 ? "invalid start byte"
        : status == System.Buffers.OperationStatus.NeedMoreData ? "unexpected end of data"
        : "invalid continuation byte";
}
