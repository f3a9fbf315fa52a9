// SPDX-License-Identifier: MIT
using System.Buffers.Text;

namespace Composer.Middleware;

/// <summary>Sessions in cookies as Composer writes them: encrypted, compressed where that helps, with the end of their time inside.</summary>
internal sealed class SealedCookie(SealedBytes seal, TimeProvider clock) : ICookieFormat
{
    // No form of Beaker's begins like this: those begin with hexadecimal digits.
    private const string Prefix = "v2.";

    // Shorter texts gain nothing.
    private const int WorthCompressing = 512;

    private static readonly ZlibJsonFormat Compressed = new();
    private static readonly JsonFormat Plain = new();

    public SessionRecord? Read(string value)
    {
        if (!value.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(value.AsSpan(Prefix.Length)))
        {
            return null;
        }
        var plain = seal.Open(Base64Url.DecodeFromChars(value.AsSpan(Prefix.Length)), clock.GetUtcNow());
        return plain is null ? null : Compressed.Read(plain) ?? Plain.Read(plain);
    }

    public string Write(SessionRecord record, DateTimeOffset? expires)
    {
        var json = record.ToBytes();
        return Prefix + Base64Url.EncodeToString(seal.Seal(json.Length < WorthCompressing ? json : ZlibText.Deflate(json), expires));
    }
}
