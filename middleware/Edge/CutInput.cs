// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A request body that is taken away from who reads it when nobody waits for the answer any more.</summary>
internal sealed class CutInput(Stream source) : InputStream
{
    private volatile bool _isCut;

    /// <summary>From now on reading fails.</summary>
    public void Cut() => _isCut = true;

    public override int Read(Span<byte> buffer) => Source.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Source.ReadAsync(buffer, cancellationToken);

    private Stream Source => _isCut ? throw new IOException("the request took too long and was given up") : source;
}
