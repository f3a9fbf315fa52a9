// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Wsgi;

/// <summary>A body that checks who reads it, and what it is made of.</summary>
internal sealed class LintedBody : Body
{
    private readonly Body _inner;
    private readonly string _above;
    private readonly string _below;
    private readonly Action _disposed;
    private readonly long? _claimed;
    private readonly long? _known;
    private readonly bool _mayBeEmpty;
    private readonly bool _mustBeEmpty;
    private byte[] _block = [];
    private long _count;
    private int _reading;
    private bool _closed;

    public LintedBody(Response response, Environ environ, string above, string below, Action disposed)
    {
        _inner = response.Body;
        _above = above;
        _below = below;
        _disposed = disposed;
        _known = _inner.Length;
        _claimed = response.Headers["Content-Length"] is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
        _mayBeEmpty = environ.RequestMethod == "HEAD";
        _mustBeEmpty = !response.AllowsBody;
    }

    public override long? Length => _inner.Length;

    public override FilePart? File => _inner.File;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        WsgiLint.Demand(!_closed, _above, "the body was read after it was disposed");
        WsgiLint.Demand(Interlocked.Exchange(ref _reading, 1) == 0, _above, "the body was read again before the last read had ended");
        Array.Fill(_block, (byte)0xDD);

        try
        {
            return Check(await _inner.ReadAsync(cancel));
        }
        finally
        {
            _reading = 0;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        WsgiLint.Demand(!_closed, _above, "the body was disposed twice");
        WsgiLint.Demand(_reading == 0, _above, "the body was disposed while it was read");
        _closed = true;
        Array.Fill(_block, (byte)0xDD);
        _disposed();
        await _inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> block)
    {
        _count += block.Length;
        WsgiLint.Demand(block.IsEmpty || !_mustBeEmpty, _below, "a 204 or 304 response has no body, but bytes came");
        WsgiLint.Demand(_claimed is null || _count <= _claimed, _below, $"the body is longer than its Content-Length of {_claimed}");
        if (block.IsEmpty)
        {
            CheckEnd();
        }
        _block = block.ToArray();
        return _block;
    }

    private void CheckEnd()
    {
        if (_mayBeEmpty && _count == 0)
        {
            return;
        }
        WsgiLint.Demand(_claimed is null || _count == _claimed, _below, $"the body has {_count} bytes, but its Content-Length is {_claimed}");
        WsgiLint.Demand(_known is null || _count == _known, _below, $"the body has {_count} bytes, but said {_known}");
    }
}
