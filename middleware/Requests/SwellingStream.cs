// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What a decoder makes, as far as the limits let it: also between two codings, where a little may become as much as one likes and then nothing.</summary>
/// <param name="decoder">The decoder; disposed with this stream.</param>
/// <param name="came">The body as it comes in.</param>
/// <param name="limits">How far it may swell.</param>
internal sealed class SwellingStream(Stream decoder, CountedStream came, DecodeLimits limits) : AsyncReadStream
{
    private long _became;

    /// <exception cref="DecodeLimits.Exceeded">It swelled too far.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await decoder.ReadAsync(buffer, cancellationToken);
        _became += count;
        limits.Check(came.Count, _became);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        decoder.Dispose();
        base.Dispose(disposing);
    }
}
