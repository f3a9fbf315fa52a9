// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A <see cref="InputStream"/> that never keeps a thread waiting.</summary>
internal abstract class AsyncReadStream : InputStream
{
    public sealed override int Read(Span<byte> buffer) => throw new NotSupportedException("read it with ReadAsync");
}
