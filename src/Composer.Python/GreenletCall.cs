// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using Composer.Python.Native;
using Composer.Wsgi;
using Microsoft.Win32.SafeHandles;

namespace Composer.Python;

/// <summary>A request that came in a greenlet, which waits at a pipe while .NET's own threads answer (Greenlets.py).</summary>
internal sealed partial class GreenletCall
{
    private readonly EnvironMirror _mirror;
    private readonly int _pipe;
    private readonly Stream _input;
    private Task<object?> _operation;
    private Task _woken = Task.CompletedTask;
    private Response? _response;

    private GreenletCall(IWsgiApp app, EnvironMirror mirror, Stream input, int pipe)
    {
        _mirror = mirror;
        _input = input;
        _pipe = pipe;
        _operation = Begin(() => InvokeAsync(app));
    }

    /// <summary>Starts to answer; the result is a number that stands for the call. The GIL is held.</summary>
    internal static long Begin(IWsgiApp app, nint environ, object? body, int pipe)
    {
        var mirror = EnvironMirror.Adopt(environ, null);
        Stream input = body switch
        {
            long file => new FileStream(new SafeFileHandle((nint)file, ownsHandle: true), FileAccess.Read),
            byte[] { Length: > 0 } bytes => new MemoryStream(bytes, writable: false),
            _ => Stream.Null,
        };
        mirror.Environ.Input = input;
        return Handles.Add(new GreenletCall(app, mirror, input, pipe));
    }

    /// <summary>Reads the next block.</summary>
    internal void Read() => _operation = Begin(async () => (await _response!.Body.ReadAsync()).ToArray()); // a body was returned before

    /// <summary>Closes the body.</summary>
    internal void End() => _operation = Begin(CloseAsync);

    /// <summary>Nobody waits any more: closes what is open, and the pipe, when the call is through with them.</summary>
    internal async void Abandon(int otherEnd)
    {
        try
        {
            await _woken.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the last to use the body and the pipe
            _response ??= _operation.IsCompletedSuccessfully ? _operation.Result as Response : null;
            await CloseAsync();
        }
        catch (Exception error)
        {
            Bridge.Output.Failed("a request that nobody waits for any more failed", error);
        }
        finally
        {
            await _input.DisposeAsync();
            _ = Close(otherEnd);
            _ = Close(_pipe);
        }
    }

    /// <summary>What the operation that is over returned: (status, headers, block or None), a block, or None at the end. A new reference.</summary>
    internal nint Result(long handle)
    {
        try
        {
            var result = _operation.GetAwaiter().GetResult();
            _mirror.Push();
            if (result is Response response)
            {
                return Started(response, handle);
            }
            if (_response is null)
            {
                Leave(handle);
            }
            return Conversion.ToPython(result is byte[] { Length: 0 } ? null : result);
        }
        catch when (_response is null)
        {
            Leave(handle);
            throw;
        }
    }

    private nint Started(Response response, long handle)
    {
        var headers = new List<object?>(response.Headers.Count);
        foreach (var (name, value) in response.Headers)
        {
            headers.Add((name, value));
        }
        object? block = null;
        if (response.Body is MemoryBody memory)
        {
            block = memory.Take().ToArray();
            Leave(handle);
        }
        else
        {
            _response = response;
        }
        return Conversion.ToPython((response.Status, headers, block));
    }

    private void Leave(long handle)
    {
        Handles.Remove(handle);
        _input.Dispose();
        _mirror.Return(isOver: false);
    }

    private async Task<object?> InvokeAsync(IWsgiApp app) => await app.InvokeAsync(_mirror.Environ);

    private async Task<object?> CloseAsync()
    {
        if (Interlocked.Exchange(ref _response, null) is { } response)
        {
            await response.DisposeAsync();
        }
        return null;
    }

    private Task<object?> Begin(Func<Task<object?>> operation)
    {
        var running = Task.Run(operation);
        _woken = running.ContinueWith((_, call) => ((GreenletCall)call!).Wake(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return running;
    }

    private unsafe void Wake()
    {
        byte one = 1;
        _ = Write(_pipe, &one, 1);
    }

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int file, byte* data, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
