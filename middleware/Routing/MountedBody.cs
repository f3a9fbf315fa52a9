// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The body of a mounted app, which sees the paths as the app saw them; everybody outside sees the original.</summary>
internal sealed class MountedBody(Body body, Environ environ, PathSplit inner) : Body
{
    public override long? Length => body.Length;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        var outer = Enter();
        try
        {
            return await body.ReadAsync(cancel);
        }
        finally
        {
            outer.Apply(environ);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        var outer = Enter();
        try
        {
            await body.DisposeAsync();
        }
        finally
        {
            outer.Apply(environ);
        }
        await base.DisposeAsync();
    }

    private PathSplit Enter()
    {
        var outer = PathSplit.Of(environ);
        inner.Apply(environ);
        return outer;
    }
}
