// SPDX-License-Identifier: MIT
using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Composer.Wsgi;

namespace Composer.Servers.Kestrel;

/// <summary>Sends the blocks of a body: what is ready leaves together, and nothing that is ready waits for what is not.</summary>
internal static class BodySender
{
    private const int MostUnflushed = 32 * 1024;
    private const int FileBlock = 128 * 1024;

    /// <summary>How it ended.</summary>
    internal enum Outcome
    {
        /// <summary>Every byte is on its way.</summary>
        Complete,

        /// <summary>Fewer bytes came than were announced.</summary>
        Short,

        /// <summary>Nobody reads any more.</summary>
        ClientGone,
    }

    /// <summary>Sends block after block.</summary>
    /// <param name="writer">Kestrel's response body: it frames, and holds back a producer that is faster than the client.</param>
    /// <param name="body">Where the blocks come from.</param>
    /// <param name="block">The first block, not empty.</param>
    /// <param name="declared">The Content-Length that was announced, or null.</param>
    /// <param name="aborted">Fires when the client is gone.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<Outcome> SendBlocksAsync(PipeWriter writer, Body body, ReadOnlyMemory<byte> block, long? declared, CancellationToken aborted)
    {
        var left = declared ?? long.MaxValue;
        var unflushed = 0L;
        while (!block.IsEmpty && left > 0)
        {
            if (block.Length > left)
            {
                block = block[..(int)left];
            }
            Write(writer, block.Span);
            left -= block.Length;
            unflushed += block.Length;

            var isLast = body.Length == 0;
            var next = isLast ? default : body.ReadAsync(aborted);
            if (unflushed >= MostUnflushed || isLast || left == 0 || !next.IsCompleted)
            {
                // The flush goes out while the app makes the next block.
                var flush = writer.FlushAsync(CancellationToken.None);
                block = await next;
                if ((await flush).IsCompleted || aborted.IsCancellationRequested)
                {
                    return Outcome.ClientGone;
                }
                unflushed = 0;
                continue;
            }
            block = await next;
        }
        return left > 0 && declared is not null ? Outcome.Short : Outcome.Complete;
    }

    // When the client has gone, Kestrel has room only for who asks for some; PipeWriter.Write asks for none, and fails.
    private static void Write(PipeWriter writer, ReadOnlySpan<byte> block)
    {
        while (!block.IsEmpty)
        {
            var room = writer.GetSpan(1);
            var part = block[..Math.Min(block.Length, room.Length)];
            part.CopyTo(room);
            writer.Advance(part.Length);
            block = block[part.Length..];
        }
    }

    /// <summary>Sends a stretch of a file in large reads, into the very memory that the socket writes.</summary>
    public static async ValueTask<Outcome> SendFileAsync(PipeWriter writer, FilePart file, long? declared, CancellationToken aborted)
    {
        var end = file.Offset + Math.Min(file.Length, declared ?? long.MaxValue);
        var offset = file.Offset;
        while (offset < end)
        {
            var size = (int)Math.Min(FileBlock, end - offset);
            var count = RandomAccess.Read(file.Handle, writer.GetSpan(size)[..size], offset);
            if (count == 0)
            {
                break;
            }
            offset += count;
            writer.Advance(count);
            var flush = await writer.FlushAsync(CancellationToken.None);
            if (flush.IsCompleted || aborted.IsCancellationRequested)
            {
                return Outcome.ClientGone;
            }
        }
        return offset - file.Offset < declared ? Outcome.Short : Outcome.Complete;
    }
}
