// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The body of a mounted app, which sees the paths as the app saw them; everybody outside sees the original.</summary>
internal sealed class MountedBody(Body body, Environ environ, PathSplit inner) : WrappedBody(body)
{
    // The server reads it here, so that the paths are the app's meanwhile.
    public override FilePart? File => null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        var outer = Enter();
        try
        {
            return await Inner.ReadAsync(cancel);
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
            await base.DisposeAsync();
        }
        finally
        {
            outer.Apply(environ);
        }
    }

    private PathSplit Enter()
    {
        var outer = PathSplit.Of(environ);
        inner.Apply(environ);
        return outer;
    }
}
