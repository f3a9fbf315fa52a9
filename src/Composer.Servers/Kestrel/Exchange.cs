// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using Composer.Wsgi;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Composer.Servers.Kestrel;

/// <summary>One request and its answer. Kept for the next request on the connection, with all that stays the same there.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The body and the log hold nothing to release.")]
internal sealed partial class Exchange
{
    private readonly IWsgiApp _app;
    private readonly ILogger _log;
    private readonly RequestReader _reader;
    private readonly IFeatureCollection _features;
    private readonly IHttpResponseFeature _response;
    private readonly IHttpResponseBodyFeature _responseBody;
    private readonly IHttpRequestBodyDetectionFeature _detection;
    private readonly IHttpRequestLifetimeFeature _lifetime;
    private readonly IHttpRequestFeature _request;
    private readonly CheckedInput? _input;
    private readonly IConnectionCompleteFeature? _completion;
    private readonly ErrorLog _errors;
    private readonly Environ _environ = new();
    private readonly long _largestBody;

    private RequestBody? _body;
    private bool _brokenOff;

    public Exchange(IFeatureCollection features, IWsgiApp app, HttpServerOptions options, ILogger log, ILogger errors)
    {
        _app = app;
        _log = log;
        _features = features;
        _largestBody = options.MaxRequestBodySize;
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _response = features.GetRequiredFeature<IHttpResponseFeature>();
        _responseBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _detection = features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>();
        _lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        if (_request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal))
        {
            _input = features.Get<CheckedInput>();
            _completion = features.Get<IConnectionCompleteFeature>();
            _completion?.OnCompleted(static environ => LetGo((Environ)environ), _environ);
        }
        _reader = new RequestReader(_request, features.GetRequiredFeature<IHttpConnectionFeature>(), options.ServerName);
        _errors = new ErrorLog(errors, RequestId);
        _environ.AbortSource = () => _lifetime.RequestAborted;
    }

    /// <summary>A request is over. Those of one connection take over much from each other; a stream of HTTP/2 need not have another one.</summary>
    public void End()
    {
        if (_completion is null)
        {
            LetGo(_environ);
        }
    }

    private static Task LetGo(Environ environ)
    {
        environ.Mirror?.LetGo();
        return Task.CompletedTask;
    }

    /// <summary>Reads the request, asks the app, sends its answer.</summary>
    public Task RunAsync()
    {
        _environ.Clear();
        _body = null;
        _brokenOff = false;
        try
        {
            Read();
        }
        catch (BadHttpRequestException refused)
        {
            Refuse(refused);
            return Task.CompletedTask;
        }
        return _body is null ? Ask() : AskElsewhereAsync();
    }

    private void Read()
    {
        _reader.Fill(_environ);
        _environ[EnvironKey.Errors] = _errors;
        if (_detection.CanHaveBody)
        {
            OpenBody();
            return;
        }
        _input?.BeginNone();
        _environ[EnvironKey.Input] = Stream.Null;
    }

    // The client's fault. The connection ends, so that nothing behind it is taken for a request.
    private void Refuse(BadHttpRequestException refused)
    {
        Log.Bad(_log, RequestId(), refused.StatusCode, refused.Message);
        _response.Headers.Clear();
        _response.StatusCode = refused.StatusCode;
        _response.ReasonPhrase = null;
        _response.Headers.Connection = "close";
        _response.Headers.ContentLength = 0;
    }

    private void OpenBody()
    {
        if (_environ.ContentLength > _largestBody)
        {
            throw new BadHttpRequestException("the request body is too large", StatusCodes.Status413PayloadTooLarge);
        }
        _input?.BeginBody(_environ[EnvironKey.HttpTransferEncoding] is null ? _environ.ContentLength : null);
        _body = new RequestBody(_features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader);
        _environ[EnvironKey.Input] = _body;
    }

    // An app may read its input in a blocking way: not inside of the loop that would have to receive it.
    private async Task AskElsewhereAsync()
    {
        await SocketThread.Leave();
        await Ask();
    }

    private Task Ask()
    {
        ValueTask<Response> answer;
        try
        {
            answer = _app.InvokeAsync(_environ);
        }
        catch (Exception failure)
        {
            return FailAsync(failure, null);
        }
        return answer.IsCompletedSuccessfully ? Send(answer.Result) : AwaitAsync(answer);
    }

    private async Task AwaitAsync(ValueTask<Response> answer)
    {
        Response response;
        try
        {
            response = await answer;
        }
        catch (Exception failure)
        {
            await FailAsync(failure, null);
            return;
        }
        await Send(response);
    }

    // The common answer, one block that is there and all there is, needs no state machine.
    private Task Send(Response response)
    {
        try
        {
            var declared = ResponseHead.DeclaredLength(response);
            var body = response.Body;
            if (!AllowsBody(response) || body.File is not null || body.Length is not > 0 || _body is not null)
            {
                return SendAnyAsync(response, declared, null);
            }
            var length = body.Length.Value;
            var first = body.ReadAsync();
            if (!first.IsCompletedSuccessfully)
            {
                return SendAnyAsync(response, declared, first);
            }
            var block = first.Result;
            if (block.Length != length || (declared ?? length) != length)
            {
                return SendAnyAsync(response, declared, new ValueTask<ReadOnlyMemory<byte>>(block));
            }
            ResponseHead.Apply(_response, response, length);
            var flush = _responseBody.Writer.WriteAsync(block, CancellationToken.None);
            return flush.IsCompletedSuccessfully ? Close(response) : CloseAfterAsync(flush, response);
        }
        catch (Exception failure)
        {
            return FailAsync(failure, response);
        }
    }

    private async Task SendAnyAsync(Response response, long? declared, ValueTask<ReadOnlyMemory<byte>>? first)
    {
        try
        {
            if (_body is { WasRead: false } && _environ[EnvironKey.HttpExpect] is not null || _body?.Refused is not null)
            {
                // Nobody said "continue", so whether the body still comes is anybody's guess (RFC 9110 §10.1.1).
                _response.Headers.Connection = "close";
            }
            if (_body?.Refused is { } refused && response.StatusCode >= 500)
            {
                Refuse(refused);
            }
            else if (!AllowsBody(response))
            {
                ResponseHead.Apply(_response, response, LengthWithoutBody(response, declared));
            }
            else if (response.Body.File is { Length: > 0 } file)
            {
                ResponseHead.Apply(_response, response, declared ?? file.Length);
                await Judge(await BodySender.SendFileAsync(_responseBody.Writer, file, declared ?? file.Length, _environ.Aborted));
            }
            else
            {
                await SendBlocksAsync(response, declared, first);
            }
        }
        catch (Exception failure)
        {
            await FailAsync(failure, response);
            return;
        }
        await Close(response);
        ThrowIfBrokenOff();
    }

    private async ValueTask SendBlocksAsync(Response response, long? declared, ValueTask<ReadOnlyMemory<byte>>? first)
    {
        var body = response.Body;
        var length = declared ?? body.Length;
        var block = await (first ?? (body.Length == 0 ? default : body.ReadAsync()));
        if (block.IsEmpty && length > 0)
        {
            throw new WsgiViolation("the app", $"announces {length} bytes and sends none");
        }
        ResponseHead.Apply(_response, response, block.IsEmpty ? 0 : length);
        if (block.IsEmpty)
        {
            return;
        }
        await _responseBody.StartAsync();
        await Judge(await BodySender.SendBlocksAsync(_responseBody.Writer, body, block, length, _environ.Aborted));
    }

    private ValueTask Judge(BodySender.Outcome outcome)
    {
        if (outcome == BodySender.Outcome.Complete)
        {
            return default;
        }
        if (outcome == BodySender.Outcome.Short)
        {
            Log.BodyTooShort(_log, RequestId(), _environ.RequestMethod, _environ.PathInfo);
        }
        return BreakOffAsync();
    }

    // What was sent arrives, and then the connection ends where more was promised: so a client can tell.
    private async ValueTask BreakOffAsync()
    {
        if (_response.HasStarted && !_environ.Aborted.IsCancellationRequested)
        {
            _brokenOff = IsFramed;
            await _responseBody.Writer.FlushAsync(CancellationToken.None);
        }
        if (!_brokenOff)
        {
            _lifetime.Abort();
        }
    }

    // HTTP/1.0 without a length ends with the connection: only a reset differs from that.
    private bool IsFramed => _request.Protocol != "HTTP/1.0" || _response.Headers.ContentLength is not null;

    private void ThrowIfBrokenOff()
    {
        if (_brokenOff)
        {
            throw new BrokenOff();
        }
    }

    // 204 and 205 have no length at all; HEAD has that of GET, when it is known (RFC 9110 §8.6).
    private static long? LengthWithoutBody(Response response, long? declared) =>
        response.StatusCode is 204 or 205 ? null : declared ?? (response.Body.Length is > 0 and var length && response.AllowsBody ? length : null);

    private bool AllowsBody(Response response) => response.AllowsBody && response.StatusCode != 205 && _request.Method != "HEAD";

    private async Task CloseAfterAsync(ValueTask<System.IO.Pipelines.FlushResult> flush, Response response)
    {
        try
        {
            await flush;
        }
        catch (Exception failure)
        {
            await FailAsync(failure, response);
            return;
        }
        await Close(response);
    }

    // The end of an exchange, whatever happened: the body is disposed here and nowhere else.
    private Task Close(Response response)
    {
        _body?.End();
        _input?.EndBody();
        _errors.EndRequest();
        try
        {
            var closing = response.DisposeAsync();
            return closing.IsCompletedSuccessfully ? Task.CompletedTask : CloseAsync(closing);
        }
        catch (Exception failure)
        {
            Log.CloseFailed(_log, failure, RequestId());
            return Task.CompletedTask;
        }
    }

    private async Task CloseAsync(ValueTask closing)
    {
        try
        {
            await closing;
        }
        catch (Exception failure)
        {
            Log.CloseFailed(_log, failure, RequestId());
        }
    }

    private async Task FailAsync(Exception failure, Response? response)
    {
        if (response is not null)
        {
            await Close(response);
        }
        if ((_body?.Refused ?? failure as BadHttpRequestException) is { } refused && !_response.HasStarted)
        {
            Refuse(refused);
            return;
        }
        if (_response.HasStarted || IsClientGone(failure))
        {
            Report(failure);
            await BreakOffAsync();
            ThrowIfBrokenOff();
            return;
        }
        Report(failure);
        await SendFailureAsync(failure as HttpError ?? new HttpError(500, $"Internal Server Error\nRequest {RequestId()}"));
    }

    private async Task SendFailureAsync(HttpError error)
    {
        _response.Headers.Clear();
        var answer = error.ToResponse();
        FailureHeaders.AddTo(_environ, answer.Headers);
        ResponseHead.Apply(_response, answer, answer.Body.Length);
        if (AllowsBody(answer))
        {
            await _responseBody.Writer.WriteAsync(await answer.Body.ReadAsync(), CancellationToken.None);
        }
    }

    private bool IsClientGone(Exception failure) =>
        failure is OperationCanceledException or IOException && _environ.Aborted.IsCancellationRequested || _body?.Refused is { } refused && IsIn(failure, refused);

    private static bool IsIn(Exception? failure, Exception cause) => failure is not null && (failure == cause || IsIn(failure.InnerException, cause));

    private void Report(Exception failure)
    {
        if (_environ[EnvironKey.FailureReported] is true)
        {
            return;
        }
        if (IsClientGone(failure))
        {
            Log.ClientGone(_log, RequestId(), _environ.RequestMethod, _environ.PathInfo);
            return;
        }
        if (failure is HttpError { Status: var status })
        {
            Log.Refused(_log, failure.InnerException, RequestId(), _environ.RequestMethod, _environ.PathInfo, status, failure.Message);
            return;
        }
        Log.Failed(_log, failure, RequestId(), _environ.RequestMethod, _environ.PathInfo);
    }

    private string RequestId() =>
        _environ.GetText(EnvironKey.RequestId) ?? _features.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier ?? "-";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed [{RequestId}]")]
        public static partial void Failed(ILogger log, Exception failure, string requestId, string method, string path);

        [LoggerMessage(2, LogLevel.Warning, "{Method} {Path} answered with {Status}: {Message} [{RequestId}]")]
        public static partial void Refused(ILogger log, Exception? cause, string requestId, string method, string path, int status, string message);

        [LoggerMessage(3, LogLevel.Error, "{Method} {Path}: the body is shorter than its Content-Length; the connection is cut [{RequestId}]")]
        public static partial void BodyTooShort(ILogger log, string requestId, string method, string path);

        [LoggerMessage(4, LogLevel.Error, "close() of a response body failed [{RequestId}]")]
        public static partial void CloseFailed(ILogger log, Exception failure, string requestId);

        [LoggerMessage(6, LogLevel.Debug, "refused with {Status}: {Reason} [{RequestId}]")]
        public static partial void Bad(ILogger log, string requestId, int status, string reason);

        [LoggerMessage(5, LogLevel.Debug, "{Method} {Path}: the client left [{RequestId}]")]
        public static partial void ClientGone(ILogger log, string requestId, string method, string path);
    }
}
