// SPDX-License-Identifier: MIT
using System.Threading.Tasks.Sources;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>One call of a Python WSGI app: environ in, start_response and the iterable back, as a <see cref="Response"/>.</summary>
/// <remarks>
/// PEP 3333's late start_response, write() and exc_info end here: the response is complete when the first non-empty block, or the end, is there,
/// which is when a server would send the headers.
/// </remarks>
internal sealed unsafe class PythonCall : PythonJob, IValueTaskSource<Response>, IStartResponse
{
    private const int LargestCopied = 16 * 1024;

    private static readonly StringCache Statuses = new(Composer.Wsgi.Response.StatusProblem);
    private static readonly StringCache Names = new(static name => HeaderList.Problem(name, ""));
    private static readonly StringCache Values = new(HeaderList.ValueProblem);

    private ManualResetValueTaskSourceCore<Response> _done;
    private PythonApp? _app;
    private EnvironMirror? _mirror;
    private PythonThread? _thread;
    private long _handle;
    private string? _status;
    private HeaderList? _headers;
    private PythonBody? _stream;
    private bool _handedOver;
    private bool _nested;
    private bool _reusable;

    /// <summary>Prepares a call; the objects of a mirror's earlier call are used again.</summary>
    internal static PythonCall Of(PythonApp app, Environ environ)
    {
        var mirror = EnvironMirror.Of(environ);
        var call = mirror.FreeCall ?? new PythonCall();
        mirror.FreeCall = null;
        call._app = app;
        call._mirror = mirror;
        return call;
    }

    /// <summary>The response, when another thread runs the call.</summary>
    internal ValueTask<Response> Response => new(this, _done.Version);

    /// <summary>Runs the call on this thread, within a call from Python, and returns the response.</summary>
    internal Response RunNested(PythonThread thread)
    {
        using var gil = Gil.Take(thread);
        var mirror = _mirror!; // set by Of
        _nested = true;
        try
        {
            return Invoke(thread);
        }
        finally
        {
            Finish();
            mirror.FreeCall = this;
        }
    }

    /// <inheritdoc/>
    internal override void Run(PythonThread thread)
    {
        PythonBody? stream = null;
        try
        {
            var response = Invoke(thread);
            stream = _stream;
            stream?.WillProduce();
            HandOver(response);
        }
        catch (Exception e)
        {
            stream = null;
            Fail(e);
        }
        stream?.Produce();
    }

    /// <inheritdoc/>
    internal override void Refuse(Exception error)
    {
        _done.RunContinuationsAsynchronously = true;
        _done.SetException(error);
    }

    /// <inheritdoc/>
    Response IValueTaskSource<Response>.GetResult(short token)
    {
        try
        {
            return _done.GetResult(token);
        }
        finally
        {
            _done.Reset();
            if (_reusable)
            {
                _mirror!.FreeCall = this; // set by Of
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Response>.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource<Response>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc/>
    public nint Start(nint self, nint status, nint headers, nint excInfo)
    {
        var replaced = excInfo != Py.None;
        if (replaced && _handedOver)
        {
            return PythonError.RaiseAgain(excInfo);
        }
        if (_status is not null && !replaced)
        {
            throw Violation("start_response was called a second time without exc_info (PEP 3333)");
        }
        var (text, list) = ReadHead(status, headers);
        _status = text;
        _headers = list;
        if (_nested)
        {
            _mirror!.Started?.Set(text, status, list, headers); // set while the call runs
        }
        return Owned.OrThrow(Py.NewFunction(Callbacks.Write, self, 0)).Pointer;
    }

    /// <inheritdoc/>
    public void Write(nint data)
    {
        if (_thread != PythonThread.OfCaller())
        {
            throw new InvalidOperationException("write() was called on another thread than its request");
        }
        _stream ??= NewStream();
        if (!_stream.Append(data) || _nested)
        {
            return;
        }
        if (!_handedOver)
        {
            _handedOver = true;
            _reusable = false;
            _stream.WillProduce();
            GoOn(Composer.Wsgi.Response.Unchecked(_status!, _headers!, _stream), elsewhere: true); // write exists only after start_response
        }
        _stream.WaitForRoom();
    }

    private PythonBody NewStream() => new(_thread!, _mirror!, _app!.Name, _handle); // all set while the call runs

    private Response Invoke(PythonThread thread)
    {
        _thread = thread;
        var outer = thread.Mirror;
        var mirror = _mirror!; // set by Of
        thread.Mirror = mirror;
        _handle = Handles.Add(this);
        var dict = mirror.Enter(_app!.Template);
        try
        {
            var result = CallApp(dict);
            var response = ReadResult(result);
            mirror.Pull();
            return response;
        }
        catch (Exception error)
        {
            mirror.Pull();
            OfferAnswer(error);
            throw;
        }
        finally
        {
            if (outer is null && _stream is null)
            {
                Bridge.Output.EndRequest();
            }
            mirror.Leave();
            thread.Mirror = outer;
        }
    }

    // An exception that is itself an HTTP answer: who catches it may ask for that.
    private void OfferAnswer(Exception error)
    {
        if (error is PythonException { Answer: { } answer })
        {
            error.Data["wsgi.answer"] = _app!.Sibling(answer); // set by Of
        }
    }

    private nint CallApp(nint dict)
    {
        using var self = Owned.OrThrow(Py.NewLong(_handle));
        using var start = Owned.OrThrow(Py.NewFunction(Callbacks.StartResponse, self.Pointer, 0));
        var arguments = stackalloc nint[3];
        arguments[1] = dict;
        arguments[2] = start.Pointer;
        var result = Py.Vectorcall(_app!.Callable.Pointer, arguments + 1, 2 | Py.ArgumentsOffset, 0);
        ForkedChild.EndIfThisIsOne();
        return result != 0 ? result : throw PythonError.Take();
    }

    // Takes over the reference to what the app returned.
    private Response ReadResult(nint result)
    {
        if (_stream is not null)
        {
            return Streamed(result);
        }
        var type = Py.TypeOf(result);
        if (type == Py.ListType || type == Py.TupleType)
        {
            if (Blocks.TryRead(result, LargestCopied, out var block))
            {
                Py.DecRef(result);
                return Started(block);
            }
            return Streamed(result);
        }
        if (type == Shim.Body && Handles.Remove(Shim.HandleOf(result)) is Body own)
        {
            Py.DecRef(result);
            return Started(own);
        }
        if (type == Shim.FileWrapper && WrappedFile.TryOpen(result, _headers?["Content-Length"]) is { } file)
        {
            return Started(file);
        }
        if (_status is not null && IsOfServer(type) && WrappedFile.LengthOf(result, _headers?["Content-Length"]) is { } length)
        {
            _stream = NewStream();
            _stream.Hold(result, length);
            return Started(_stream);
        }
        return Streamed(result);
    }

    // A wsgi.file_wrapper of the Python server that called: it knows how to send it, when nobody in between wants to read it.
    private bool IsOfServer(nint type) => _mirror!.Started is not null && _mirror.FileWrapper == type; // set while the call runs

    private Response Started(Body body) => _status is not null
        ? Composer.Wsgi.Response.Unchecked(_status, _headers!, body) // set together with the status
        : throw NotStarted();

    private Response Streamed(nint result)
    {
        var stream = _stream ??= NewStream();
        try
        {
            stream.Iterate(result);
            if (_status is null)
            {
                throw NotStarted();
            }
        }
        catch when (!_handedOver)
        {
            stream.CloseNow();
            throw;
        }
        return Composer.Wsgi.Response.Unchecked(_status, _headers!, stream); // set together with the status
    }

    private void HandOver(Response response)
    {
        if (_handedOver)
        {
            Finish();
            return;
        }
        var finished = _stream is null ? _thread?.HeldBack : null;
        Finish();
        _reusable = true;
        if (finished is not null)
        {
            finished.Add(this, response);
            return;
        }
        GoOn(response, elsewhere: true);
    }

    /// <summary>Lets whoever asked for the response go on with it.</summary>
    internal void GoOn(Response response, bool elsewhere)
    {
        _done.RunContinuationsAsynchronously = elsewhere;
        _done.SetResult(response);
    }

    private void Fail(Exception error)
    {
        var stream = _stream;
        var handedOver = _handedOver;
        Finish();
        if (handedOver)
        {
            stream!.Fail(error); // handed over before the app returned: by write()
            return;
        }
        stream?.CloseNow();
        _reusable = true;
        _done.RunContinuationsAsynchronously = true;
        _done.SetException(error is PythonException { InnerException: HttpError answer } ? answer : error);
    }

    // A stream goes on to answer for start_response and write until it is closed.
    private void Finish()
    {
        if (_stream is null || _stream.Closed)
        {
            Handles.Remove(_handle);
        }
        else
        {
            Handles.Replace(_handle, _stream);
        }
        _handle = 0;
        _nested = false;
        _thread = null;
        _status = null;
        _headers = null;
        _stream = null;
        _handedOver = false;
    }

    private WsgiViolation NotStarted() => Violation("the app did not call start_response before its first block (PEP 3333)");

    private WsgiViolation Violation(string rule) => new(_app!.Name, rule); // set while a call runs

    private (string Status, HeaderList Headers) ReadHead(nint status, nint headers)
    {
        try
        {
            return (ReadStatus(status), ReadHeaders(headers));
        }
        catch (ArgumentException refused)
        {
            throw Violation(refused.Message);
        }
    }

    private static string ReadStatus(nint status)
    {
        if (!Py.IsStr(status))
        {
            throw new ArgumentException("the status must be a str (PEP 3333)");
        }
        return Statuses.Read(status);
    }

    private static HeaderList ReadHeaders(nint headers)
    {
        if (!Py.IsList(headers))
        {
            throw new ArgumentException("the response headers must be a list of (name, value) tuples (PEP 3333)");
        }
        var list = new HeaderList();
        var count = Py.ListSize(headers);
        for (nint i = 0; i < count; i++)
        {
            var pair = Py.ListItem(headers, i);
            if (!Py.IsTuple(pair) || Py.TupleSize(pair) != 2)
            {
                throw new ArgumentException("each response header must be a tuple of a name and a value (PEP 3333)");
            }
            var name = ReadPart(Names, Py.TupleItem(pair, 0));
            list.AddUnchecked(name, ReadPart(Values, Py.TupleItem(pair, 1), name));
        }
        return list;
    }

    private static string ReadPart(StringCache cache, nint part, string? name = null)
    {
        try
        {
            return Py.IsStr(part) ? cache.Read(part) : throw new ArgumentException($"names and values of response headers must be str (PEP 3333), not {Bridge.TypeName(part)}");
        }
        catch (ArgumentException refused) when (name is not null)
        {
            throw new ArgumentException($"{name}: {refused.Message}");
        }
    }
}
