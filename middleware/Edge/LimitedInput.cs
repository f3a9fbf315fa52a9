// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A request body that may not be longer than it should be: reading more fails with 413.</summary>
internal sealed class LimitedInput(Stream source, long most) : InputStream
{
    private long _read;

    /// <summary>Whether there was more.</summary>
    public bool IsExceeded { get; private set; }

    public override int Read(Span<byte> buffer) => Counted(source.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await source.ReadAsync(buffer, cancellationToken));

    private int Counted(int count)
    {
        _read += count;
        IsExceeded |= _read > most;
        return IsExceeded ? throw new IOException("the request body is too large", new HttpError(413, $"The request body is larger than {most} bytes.")) : count;
    }
}
