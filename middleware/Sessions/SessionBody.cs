// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Stores the session when the body is over: before the client can know that it is, so that the client's next request finds what this one stored.</summary>
/// <param name="inner">The app's body.</param>
/// <param name="session">The session.</param>
/// <param name="announced">The Content-Length, or null.</param>
internal sealed class SessionBody(Body inner, RequestSession session, long? announced) : WrappedBody(inner)
{
    private long _sent;
    private bool _failed;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        ReadOnlyMemory<byte> block;
        try
        {
            block = await Inner.ReadAsync(cancel);
        }
        catch
        {
            _failed = true;
            throw;
        }
        _sent += block.Length;
        if (block.IsEmpty || _sent >= announced)
        {
            await session.CommitAsync(isOver: true, cancel);
        }
        return block;
    }

    protected override async ValueTask EndAsync()
    {
        try
        {
            if (_failed)
            {
                await session.TakeBackAsync();
                return;
            }
            await session.CommitAsync(isOver: true, CancellationToken.None);
        }
        finally
        {
            await session.EndAsync();
        }
    }
}
