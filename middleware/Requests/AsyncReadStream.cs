// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A <see cref="ReadOnlyStream"/> that never keeps a thread waiting.</summary>
internal abstract class AsyncReadStream : ReadOnlyStream
{
    public sealed override int Read(Span<byte> buffer) => throw new NotSupportedException("read it with ReadAsync");
}
