// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Composer.Servers.Kestrel;

/// <summary>The bytes of a connection on their way to Kestrel: passed on as they are, but watched while there is a request body.</summary>
/// <remarks>
/// The framing of a chunked body is checked before Kestrel sees it. A FIN behind the last byte is not told before those bytes were looked at:
/// Kestrel throws a body away, complete or not, when it comes together with the end of the connection. And a FIN before the end of the body
/// is a bad request, which can still be answered; Kestrel would cut the connection. Where an app waits for a body of known length, that, or a reset, is
/// told as an aborted connection around it: after any other failure Kestrel takes that read for unfinished, and logs it as an error of its own.
/// </remarks>
internal sealed class CheckedInput(PipeReader inner) : PipeReader
{
    private Watch _watch;
    private ChunkSyntax _syntax;
    private ReadResult _last;
    private long _checked;
    private long _left;
    private bool _allExamined;
    private bool _ended;

    private enum Watch
    {
        Nothing,
        Length,
        Rest,
        Chunks,
    }

    /// <summary>A request without a body has begun.</summary>
    public void BeginNone() => _watch = Watch.Nothing;

    /// <summary>The next byte is the first of a body: of so many bytes, or chunked.</summary>
    public void BeginBody(long? length)
    {
        _watch = length is null ? Watch.Chunks : Watch.Length;
        _left = length ?? 0;
        _syntax = default;
        _checked = 0;
        _allExamined = false;
    }

    /// <summary>The request is answered: what is left of its body is read by Kestrel, for the sake of the next request.</summary>
    public void EndBody()
    {
        if (_watch == Watch.Length)
        {
            _watch = Watch.Rest;
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        return _watch == Watch.Nothing ? read : InspectAsync(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        var has = inner.TryRead(out result);
        if (has && _watch != Watch.Nothing)
        {
            result = Inspect(result);
        }
        return has;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_watch != Watch.Nothing)
        {
            _allExamined = examined.Equals(_last.Buffer.End);
            var count = _last.Buffer.Slice(0, consumed).Length;
            _checked = Math.Max(0, _checked - count);
            _left = Math.Max(0, _left - count);
            _last = default;
        }
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> InspectAsync(ValueTask<ReadResult> read)
    {
        try
        {
            return Inspect(await read);
        }
        catch (IOException lost) when (_watch == Watch.Length)
        {
            throw new ConnectionAbortedException(lost.Message, lost);
        }
    }

    private ReadResult Inspect(ReadResult result)
    {
        _last = result;
        if (_watch == Watch.Chunks && !_syntax.IsDone)
        {
            CheckChunks(result);
        }
        if (!result.IsCompleted)
        {
            return result;
        }
        var isNews = !result.Buffer.IsEmpty && !(_ended && _allExamined);
        _ended = true;
        if (isNews)
        {
            return new ReadResult(result.Buffer, result.IsCanceled, isCompleted: false);
        }
        if (_watch == Watch.Chunks ? !_syntax.IsDone : result.Buffer.Length < _left)
        {
            Refuse(result, "the request body was cut short");
        }
        return result;
    }

    private void CheckChunks(ReadResult result)
    {
        foreach (var segment in result.Buffer.Slice(_checked))
        {
            _checked += _syntax.Follow(segment.Span, out var problem);
            if (problem is not null)
            {
                Refuse(result, problem);
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
