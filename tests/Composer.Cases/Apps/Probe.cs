// SPDX-License-Identifier: MIT
using Composer.Cases.Sites;
using Composer.Wsgi;

namespace Composer.Cases.Apps;

/// <summary>Stands before a wrapped app and counts its calls, and how often its bodies are closed.</summary>
[Filter("case-probe")]
public sealed class Probe(IWsgiApp next, Observations seen) : IWsgiApp
{
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        seen.Called();
        var counted = false;
        try
        {
            var response = await next.InvokeAsync(environ);
            response.Body = new ProbedBody(response.Body, seen);
            counted = true;
            return response;
        }
        finally
        {
            if (!counted)
            {
                seen.Ended();
            }
        }
    }

    private sealed class ProbedBody(Body inner, Observations seen) : Body
    {
        private bool _ended;

        public override long? Length => inner.Length;

        public override FilePart? File => inner.File;

        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            var block = await inner.ReadAsync(cancel);
            if (block.IsEmpty)
            {
                End();
            }
            return block;
        }

        public override async ValueTask DisposeAsync()
        {
            seen.Closed();
            End();
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }

        private void End()
        {
            if (!_ended)
            {
                _ended = true;
                seen.Ended();
            }
        }
    }
}
