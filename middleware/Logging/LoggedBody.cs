// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Counts the bytes of a body and tells when it is over.</summary>
internal sealed class LoggedBody(Body inner, Exchange exchange, Action<Exchange> ended) : WrappedBody(inner)
{
    private readonly long? _fileLength = inner.File?.Length;
    private bool _read;
    private bool _complete;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        _read = true;
        var read = Inner.ReadAsync(cancel);
        if (!read.IsCompletedSuccessfully)
        {
            return WaitAsync(read);
        }
        return new ValueTask<ReadOnlyMemory<byte>>(Count(read.Result));
    }

    protected override ValueTask EndAsync()
    {
        End();
        return default;
    }

    private async ValueTask<ReadOnlyMemory<byte>> WaitAsync(ValueTask<ReadOnlyMemory<byte>> read) => Count(await read);

    private ReadOnlyMemory<byte> Count(ReadOnlyMemory<byte> block)
    {
        exchange.Count += block.Length;
        _complete = block.IsEmpty || Inner.Length == 0;
        return block;
    }

    private void End()
    {
        // Asking whether the client is gone costs the server something; not asked when everything went out.
        if (_read)
        {
            exchange.Broken = !_complete && !IsAllThatWasClaimed();
        }
        else if (exchange.Method != "HEAD" && Inner.Length != 0)
        {
            exchange.Broken = exchange.Environ.Aborted.IsCancellationRequested;
            // The server may have sent a file without reading it here.
            exchange.Count = exchange.Broken ? 0 : _fileLength ?? 0;
        }
        ended(exchange);
    }

    private bool IsAllThatWasClaimed() =>
        long.TryParse(exchange.Headers?["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var claimed) && exchange.Count == claimed;
}
