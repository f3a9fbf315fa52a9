// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Encoded bytes, whose decoder fails when they end too early.</summary>
/// <remarks>
/// .NET's decoders take the end of their input for the end of the body. One that has seen the body's own end asks for nothing more; gzip's looks once whether another member follows.
/// So after the last byte comes one that begins nothing, and whoever asks again then is in the middle of something.
/// </remarks>
internal sealed class TerminatedStream(Stream inner) : AsyncReadStream
{
    private const byte Nothing = 0xFF;

    private bool _any;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended)
        {
            throw new InvalidDataException("the body ends too early");
        }
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (count > 0 || !_any)
        {
            _any |= count > 0;
            return count;
        }
        _ended = true;
        buffer.Span[0] = Nothing;
        return 1;
    }
}
