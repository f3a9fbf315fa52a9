// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Composer.Servers.Kestrel;

/// <summary>Header bytes as native strings of PEP 3333: one character for each byte.</summary>
internal static class HeaderEncoding
{
    private static readonly Encoding Digits = new DigitsOnly();

    /// <summary>Latin-1 for every request header but Content-Length.</summary>
    public static Encoding? OfRequest(string name) => name == HeaderNames.ContentLength ? Digits : Encoding.Latin1;

    /// <summary>Latin-1 for every response header.</summary>
    public static Encoding? OfResponse(string name) => Encoding.Latin1;

    // Kestrel takes +5 and -0 as a Content-Length. Whatever is not 1*DIGIT (RFC 9110 §8.6) becomes text that it refuses.
    private sealed class DigitsOnly : Encoding
    {
        public override int GetByteCount(char[] chars, int index, int count) => count;

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
            Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
            GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

        public override int GetCharCount(ReadOnlySpan<byte> bytes) => bytes.Length;

        public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
        {
            if (bytes.IsEmpty || bytes.Length > 18 || bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                chars[0] = '?';
                return 1;
            }
            return Latin1.GetChars(bytes, chars);
        }

        public override int GetMaxByteCount(int charCount) => charCount;

        public override int GetMaxCharCount(int byteCount) => byteCount;
    }
}
