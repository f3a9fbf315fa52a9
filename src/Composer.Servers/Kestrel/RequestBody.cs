// SPDX-License-Identifier: MIT
using System.Buffers;
using System.IO.Pipelines;
using Composer.Wsgi;
using Microsoft.AspNetCore.Http;

namespace Composer.Servers.Kestrel;

/// <summary><c>wsgi.input</c>: the body of one request, read from the connection's pipe without a buffer between.</summary>
/// <remarks>It ends where the request ends; a body that the client cut short, or that is too large, is an <see cref="IOException"/> around the <see cref="HttpError"/> that the client should get, never an early end.</remarks>
internal sealed class RequestBody(PipeReader reader) : InputStream
{
    // Less than a connection's buffer, and than the window of a stream of HTTP/2: or they would wait for us.
    private const int MostGathered = 64 * 1024;

    private bool _over;

    /// <summary>Why the client's bytes were refused, or null: then that is the answer, unless the app has a better one than its own failure.</summary>
    public BadHttpRequestException? Refused { get; private set; }

    /// <summary>Whether anybody has read: only then was <c>100 Continue</c> sent.</summary>
    public bool WasRead { get; private set; }

    /// <summary>The request is answered: what a thread left behind may no longer read the next one's bytes.</summary>
    public void End() => _over = true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return default;
        }
        try
        {
            return TryTake(buffer.Span, out var count) ? new ValueTask<int>(count) : WaitAsync(buffer, cancellationToken);
        }
        catch (Exception failure) when (Fault(failure) is { } refused)
        {
            throw Refuse(refused);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var count = 0;
            while (!buffer.IsEmpty && !TryTake(buffer, out count))
            {
                WaitForBytes();
            }
            return count;
        }
        catch (Exception failure) when (Fault(failure) is { } refused)
        {
            throw Refuse(refused);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> FillAsync(Memory<byte> buffer)
    {
        try
        {
            var count = 0;
            var isOver = false;
            while (count < buffer.Length && !isOver)
            {
                (var taken, isOver) = await TakeMostAsync(buffer[count..]);
                count += taken;
            }
            return count;
        }
        catch (Exception failure) when (Fault(failure) is { } refused)
        {
            throw Refuse(refused);
        }
    }

    // Waits in the pipe, which gathers the small pieces that sockets give, so that whoever reads is woken once.
    private async ValueTask<(int Count, bool IsOver)> TakeMostAsync(Memory<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_over, this);
        WasRead = true;
        var result = await reader.ReadAtLeastAsync(Math.Min(buffer.Length, MostGathered));
        if (SynchronizationContext.Current is null)
        {
            await SocketThread.Leave();
        }
        var count = Take(result, buffer.Span);
        return (count, result.IsCompleted && count < buffer.Length);
    }

    private async ValueTask<int> WaitAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancel);
                await SocketThread.Leave();
                var count = Take(result, buffer.Span);
                if (count > 0 || result.IsCompleted)
                {
                    return count;
                }
            }
        }
        catch (Exception failure) when (Fault(failure) is { } refused)
        {
            throw Refuse(refused);
        }
    }

    // A read that waited tells it as an aborted connection: see CheckedInput. A reset is a body cut short, too, though nobody will read the answer.
    private static BadHttpRequestException? Fault(Exception failure) => (failure as IOException ?? failure.InnerException?.InnerException as IOException) switch
    {
        null => null,
        BadHttpRequestException refused => refused,
        var lost => new BadHttpRequestException("The client left before the end of its body.", StatusCodes.Status400BadRequest, lost),
    };

    private IOException Refuse(BadHttpRequestException refused)
    {
        Refused = refused;
        return new IOException(refused.Message, new HttpError(refused.StatusCode, refused.Message, refused));
    }

    private bool TryTake(Span<byte> buffer, out int count)
    {
        ObjectDisposedException.ThrowIf(_over, this);
        WasRead = true;
        count = 0;
        if (!reader.TryRead(out var result))
        {
            return false;
        }
        count = Take(result, buffer);
        return count > 0 || result.IsCompleted;
    }

    private int Take(ReadResult result, Span<byte> buffer)
    {
        var available = result.Buffer;
        var count = (int)Math.Min(available.Length, buffer.Length);
        var taken = available.Slice(0, count);
        taken.CopyTo(buffer);
        reader.AdvanceTo(taken.End);
        return count;
    }

    private void WaitForBytes()
    {
        if (SocketThread.IsCurrent)
        {
            throw new InvalidOperationException("a blocking read of wsgi.input on the thread that receives it would never end; use ReadAsync");
        }
        var result = reader.ReadAsync().AsTask().GetAwaiter().GetResult();
        reader.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
    }
}
