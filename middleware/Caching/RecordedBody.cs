// SPDX-License-Identifier: MIT
using System.Buffers;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Passes a body on, block by block, and keeps a copy.</summary>
/// <param name="inner">The body.</param>
/// <param name="most">When it is longer, nothing is kept.</param>
/// <param name="ended">Called once: with all bytes when the body was read to its end, with null when it was not.</param>
internal sealed class RecordedBody(Body inner, long most, Action<ReadOnlyMemory<byte>?> ended) : WrappedBody(inner)
{
    private ArrayBufferWriter<byte>? _copy = new();
    private Action<ReadOnlyMemory<byte>?>? _ended = ended;

    public override FilePart? File => null;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        var block = await base.ReadAsync(cancel);
        if (_copy is null)
        {
            return block;
        }
        if (block.IsEmpty)
        {
            End(_copy.WrittenSpan.ToArray()); // the writer's own array is up to twice as long
        }
        else if (_copy.WrittenCount + block.Length > most)
        {
            End(null);
        }
        else
        {
            _copy.Write(block.Span);
        }
        return block;
    }

    protected override ValueTask EndAsync()
    {
        End(null);
        return default;
    }

    private void End(ReadOnlyMemory<byte>? whole)
    {
        _copy = null;
        Interlocked.Exchange(ref _ended, null)?.Invoke(whole);
    }
}
