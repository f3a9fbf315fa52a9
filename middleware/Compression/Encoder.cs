// SPDX-License-Identifier: MIT

namespace Composer.Middleware;

/// <summary>Compresses one body into memory, bit by bit.</summary>
internal abstract class Encoder : IDisposable
{
    /// <summary>What came out and was not taken yet.</summary>
    protected OutputBuffer Output { get; } = new();

    /// <summary>The compressor; it writes to <see cref="Output"/>.</summary>
    protected abstract Stream Compressor { get; }

    /// <summary>Number of bytes that came out and were not taken yet.</summary>
    public int Available => Output.Count;

    /// <summary>The bytes that came out; valid until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => Output.Written;

    /// <summary>Forgets the bytes that came out.</summary>
    public void Clear() => Output.Clear();

    /// <summary>Compresses a block; some of it, or all, may stay inside for now.</summary>
    public virtual void Write(ReadOnlySpan<byte> block) => Compressor.Write(block);

    /// <summary>Brings out everything, so that the client can decode all that was written.</summary>
    public virtual void Flush() => Compressor.Flush();

    /// <summary>Ends the encoded data.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        Compressor.Dispose();
        Output.Dispose();
        GC.SuppressFinalize(this);
    }
}
