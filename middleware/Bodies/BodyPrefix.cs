// SPDX-License-Identifier: MIT
using System.Buffers;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The beginning of a body, read into memory.</summary>
/// <param name="Bytes">What was read.</param>
/// <param name="IsWhole">Whether the body ended with it.</param>
internal readonly record struct BodyPrefix(ReadOnlyMemory<byte> Bytes, bool IsWhole)
{
    /// <summary>Reads a body to its end, or until there is more of it than <paramref name="most"/>.</summary>
    public static async ValueTask<BodyPrefix> ReadAsync(Body body, long most, CancellationToken cancel)
    {
        var read = new ArrayBufferWriter<byte>((int)Math.Clamp(body.Length ?? 4096, 1, Math.Min(most + 1, 1 << 20)));
        while (read.WrittenCount <= most)
        {
            var block = await body.ReadAsync(cancel);
            if (block.IsEmpty)
            {
                return new BodyPrefix(read.WrittenMemory, IsWhole: true);
            }
            read.Write(block.Span);
        }
        return new BodyPrefix(read.WrittenMemory, IsWhole: false);
    }

    /// <summary>A body that begins with what was read, and goes on with the rest.</summary>
    /// <param name="rest">The body that it was read from; closed with the new one.</param>
    public Body Then(Body rest) => IsWhole ? new HeldBody(Bytes, rest) : new ReplayedBody(Bytes, rest);
}
