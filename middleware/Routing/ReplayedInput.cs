// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A request body that several apps read, each from its beginning: keeps what was read, in memory or beyond 256 KiB in a temporary file.</summary>
internal sealed class ReplayedInput : IAsyncDisposable
{
    private const int MostInMemory = 256 * 1024;

    private readonly Stream _source;
    private readonly long _most;
    private Stream _kept = new MemoryStream();
    private bool _keeps = true;

    private ReplayedInput(Stream source, long most) => (_source, _most) = (source, most);

    /// <summary>Whether the body can still be read from its beginning.</summary>
    public bool CanRewind { get; private set; } = true;

    /// <summary>The body of a request, or null when it has none.</summary>
    public static ReplayedInput? Of(Environ environ, long most) =>
        ReferenceEquals(environ.Input, Stream.Null) || environ.ContentLength == 0 ? null : new ReplayedInput(environ.Input, most);

    /// <summary>Lets the next app begin at the beginning.</summary>
    // A stream of its own for each, because readers (as Python's) read ahead.
    public void Rewind(Environ environ) => environ.Input = new Reader(this);

    /// <summary>Nobody will rewind again.</summary>
    public void StopKeeping() => _keeps = false;

    /// <summary>Lets what is kept go with a response body.</summary>
    public Body UntilEndOf(Body body) => _kept is FileStream ? new OwningBody(body, this) : body;

    public ValueTask DisposeAsync() => _kept.DisposeAsync();

    private void Keep(ReadOnlySpan<byte> block)
    {
        if (!_keeps)
        {
            return;
        }
        if (_kept.Length + block.Length > _most)
        {
            (_keeps, CanRewind) = (false, false);
            return;
        }
        if (_kept is MemoryStream && _kept.Length + block.Length > MostInMemory)
        {
            _kept = ToFile(_kept);
        }
        _kept.Position = _kept.Length;
        _kept.Write(block);
    }

    private static FileStream ToFile(Stream memory)
    {
        var file = TemporaryFile.Create();
        memory.Position = 0;
        memory.CopyTo(file);
        return file;
    }

    /// <summary>Reads what is kept, and then the rest.</summary>
    private sealed class Reader(ReplayedInput input) : InputStream
    {
        private long _position;

        public override int Read(Span<byte> buffer)
        {
            if (ReadKept(buffer) is var kept and > 0)
            {
                return kept;
            }
            var count = input._source.Read(buffer);
            input.Keep(buffer[..count]);
            _position += count;
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (ReadKept(buffer.Span) is var kept and > 0)
            {
                return kept;
            }
            var count = await input._source.ReadAsync(buffer, cancellationToken);
            input.Keep(buffer.Span[..count]);
            _position += count;
            return count;
        }

        private int ReadKept(Span<byte> buffer)
        {
            if (_position >= input._kept.Length)
            {
                return 0;
            }
            input._kept.Position = _position;
            var count = input._kept.Read(buffer);
            _position += count;
            return count;
        }
    }

    private sealed class OwningBody(Body body, ReplayedInput input) : WrappedBody(body)
    {
        protected override ValueTask EndAsync() => input.DisposeAsync();
    }
}
