// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Composer.Servers.Kestrel;

/// <summary>Puts a <see cref="CheckedInput"/> between the connection and Kestrel.</summary>
internal sealed class ChunkCheck(ConnectionDelegate next)
{
    public Task RunAsync(ConnectionContext context)
    {
        var input = new CheckedInput(context.Transport.Input);
        context.Transport = new Duplex(input, context.Transport.Output);
        context.Features.Set(input);
        return next(context);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>The bytes of a connection: passed on as they are, but the framing of a chunked body is looked at before Kestrel sees it.</summary>
internal sealed class CheckedInput(PipeReader inner) : PipeReader
{
    private bool _checking;
    private ChunkSyntax _syntax;
    private ReadResult _last;
    private long _checked;

    /// <summary>The next byte is the first of a chunked body.</summary>
    public void BeginChunked()
    {
        _checking = true;
        _syntax = default;
        _checked = 0;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        return _checking ? CheckAsync(read) : read;
    }

    public override bool TryRead(out ReadResult result)
    {
        var has = inner.TryRead(out result);
        if (has && _checking)
        {
            Check(result);
        }
        return has;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_checking)
        {
            _checked -= _last.Buffer.Slice(0, consumed).Length;
            _checking = !_syntax.IsDone || _checked > 0;
            _last = default;
        }
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private async ValueTask<ReadResult> CheckAsync(ValueTask<ReadResult> read)
    {
        var result = await read;
        Check(result);
        return result;
    }

    private void Check(ReadResult result)
    {
        _last = result;
        foreach (var segment in result.Buffer.Slice(_checked))
        {
            _checked += _syntax.Follow(segment.Span, out var problem);
            if (problem is not null)
            {
                Refuse(result, problem);
            }
            if (_syntax.IsDone)
            {
                return;
            }
        }
    }

    [DoesNotReturn]
    private void Refuse(ReadResult result, string problem)
    {
        _last = default;
        inner.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        throw new BadHttpRequestException(problem, StatusCodes.Status400BadRequest);
    }
}
