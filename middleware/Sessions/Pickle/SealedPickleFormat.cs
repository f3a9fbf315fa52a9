// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Records as Beaker has them in a store with an <c>encrypt_key</c>: encrypted, and the text of that pickled.</summary>
/// <param name="own">The format of records that are no pickles.</param>
/// <param name="inner">How a record is written before it is encrypted.</param>
/// <param name="cipher">The encryption.</param>
/// <param name="validateKeys">The secrets that go into its keys; the first one encrypts.</param>
/// <param name="written">What is written as a pickle; else it is what the other format writes.</param>
internal sealed class SealedPickleFormat(IRecordFormat own, IRecordFormat inner, BeakerCipher cipher, IReadOnlyList<byte[]> validateKeys, Pickled written) : IRecordFormat
{
    public SessionRecord? Read(ReadOnlyMemory<byte> bytes) =>
        own.Read(bytes) ?? (TextOf(bytes.Span) is { } text && cipher.Open(text, validateKeys) is { } plain ? inner.Read(plain) : null);

    public ReadOnlyMemory<byte> Write(SessionRecord record) =>
        written == Pickled.Nothing ? own.Write(record) : PickleWriter.Write(cipher.Seal(inner.Write(record).ToArray(), validateKeys[0]), written);

    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return PickleFormat.ValueOf(bytes) as string;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
