// SPDX-License-Identifier: MIT
using System.Buffers;

namespace Composer.Middleware;

/// <summary>Bytes of the shared pool, which get back there.</summary>
internal readonly ref struct RentedBytes : IDisposable
{
    private readonly byte[] _bytes;

    /// <summary>Takes bytes; what is in them is anything.</summary>
    public RentedBytes(int length)
        : this(ArrayPool<byte>.Shared.Rent(length), length)
    {
    }

    /// <summary>Takes over an array of the pool.</summary>
    public RentedBytes(byte[] bytes, int length)
    {
        _bytes = bytes;
        Span = bytes.AsSpan(0, length);
    }

    /// <summary>The bytes.</summary>
    public Span<byte> Span { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
