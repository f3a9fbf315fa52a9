// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A body whose first block was read already. A failure later is reported and goes on, so that the server breaks the answer off; one while closing is only reported.</summary>
internal sealed class CaughtBody(Body inner, ReadOnlyMemory<byte> first, long? length, Environ environ, Action<Exception> report) : Body
{
    private bool _firstIsRead;
    private bool _ended = first.IsEmpty;

    public override long? Length => _firstIsRead ? inner.Length : length;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (!_firstIsRead)
        {
            _firstIsRead = true;
            return first;
        }
        if (_ended)
        {
            return default;
        }
        try
        {
            var block = await inner.ReadAsync(cancel);
            _ended = block.IsEmpty;
            return block;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            _ended = true;
            report(e);
            environ[EnvironKey.FailureReported] = true;
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync();
        }
        catch (Exception e)
        {
            report(e);
        }
        await base.DisposeAsync();
    }
}
