// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Threading.Tasks.Sources;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A response body that a Python iterable produces, block by block, on the thread of its request.</summary>
/// <remarks>
/// Each block is handed over before the next is asked for. While blocks are being sent the iterable may run ahead, by at most <see cref="MostAhead"/> bytes;
/// a client that reads slowly therefore holds the thread, and nothing else. close() is called once: at the end, on error, or when the body is disposed early.
/// </remarks>
internal sealed unsafe class PythonBody : Body, IValueTaskSource<ReadOnlyMemory<byte>>, IStartResponse
{
    private const int MostAhead = 64 * 1024;

    private readonly object _gate = new();
    private readonly PythonThread _owner;
    private readonly EnvironMirror _mirror;
    private readonly string _app;
    private readonly long _handle;

    private ManualResetValueTaskSourceCore<ReadOnlyMemory<byte>> _read = new() { RunContinuationsAsynchronously = true };
    private TaskCompletionSource? _closing;
    private nint _iterable;
    private nint _iterator;
    private byte[] _filling = [];
    private byte[] _sending = [];
    private int _filled;
    private bool _reading;
    private bool _producing;
    private bool _ended;
    private bool _disposed;
    private bool _closeBegan;
    private long? _length;
    private Exception? _error;

    /// <summary>A body without an iterable yet: write() may fill it. The thread takes no other request until it is closed.</summary>
    internal PythonBody(PythonThread owner, EnvironMirror mirror, string app, long handle)
    {
        _owner = owner;
        _mirror = mirror;
        _app = app;
        _handle = handle;
        owner.OpenBody();
    }

    internal bool Closed { get; private set; }

    /// <inheritdoc/>
    public override long? Length => _length;

    /// <summary>Says that <see cref="Produce"/> follows, so that a reader need not ask for it.</summary>
    internal void WillProduce() => _producing = true;

    /// <summary>Takes over the iterable, and asks it for blocks until the first that is not empty. The GIL is held.</summary>
    internal void Iterate(nint iterable)
    {
        _iterable = iterable;
        if (Py.IsBytes(iterable) || Py.IsStr(iterable) || iterable == Py.None)
        {
            throw new WsgiViolation(_app, $"the app returned {(Py.IsStr(iterable) ? "a str" : iterable == Py.None ? "None" : "bytes")}; it must return an iterable of bytes, as [b'...'] (PEP 3333)");
        }
        _iterator = Owned.OrThrow(Py.GetIter(iterable)).Pointer;
        while (_filled == 0 && !_ended)
        {
            Advance();
        }
        if (_ended)
        {
            CloseNow();
        }
    }

    /// <summary>Takes over an iterable that has run no code of the app yet, as a <c>wsgi.file_wrapper</c> of the server that called: it is asked for blocks when somebody reads. The GIL is held.</summary>
    internal void Hold(nint iterable, long length)
    {
        _iterable = iterable;
        _length = length;
    }

    /// <summary>The iterable, for the server that called, which closes it; 0 when it was asked for blocks already. The GIL is held.</summary>
    internal nint TakeBack()
    {
        if (_iterator != 0 || _closeBegan)
        {
            return 0;
        }
        var iterable = _iterable;
        _iterable = 0;
        CloseNow();
        return iterable;
    }

    /// <summary>Goes on asking for blocks while there is room and somebody wants them. The GIL is held, on the owner's thread.</summary>
    internal void Produce()
    {
        var outer = _owner.Mirror;
        _owner.Mirror = _mirror;
        try
        {
            while (MayProduce())
            {
                Advance();
            }
            if (_ended)
            {
                CloseNow();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            _owner.Mirror = outer;
        }
    }

    /// <summary>Ends the body with an error, for whoever reads it. The GIL is held.</summary>
    internal void Fail(Exception error)
    {
        lock (_gate)
        {
            _error = error;
            _ended = true;
        }
        CloseNow();
        Deliver();
    }

    /// <summary>Calls close(), and lets go of the iterable. The GIL is held.</summary>
    internal void CloseNow()
    {
        if (_closeBegan)
        {
            return;
        }
        _closeBegan = true;
        Handles.Remove(_handle);
        if (_iterable != 0)
        {
            CloseMethod.Call(_iterable);
            Py.DecRef(_iterable);
        }
        if (_iterator != 0)
        {
            Py.DecRef(_iterator);
        }
        _iterable = _iterator = 0;
        Bridge.Output.EndRequest();
        _owner.CloseBody();
        TaskCompletionSource? closing;
        lock (_gate)
        {
            Closed = true;
            _ended = true;
            _producing = false;
            closing = _closing;
        }
        Deliver();
        closing?.TrySetResult();
    }

    /// <summary>Adds a block; false when it was empty. The GIL is held.</summary>
    internal bool Append(nint block)
    {
        if (!Py.IsBytes(block))
        {
            throw new WsgiViolation(_app, $"the body must consist of bytes (PEP 3333), not of {Bridge.TypeName(block)}");
        }
        var size = (int)Py.BytesSize(block);
        if (size == 0)
        {
            return false;
        }
        lock (_gate)
        {
            MakeRoom(size);
            new ReadOnlySpan<byte>(Py.BytesData(block), size).CopyTo(_filling.AsSpan(_filled));
            _filled += size;
        }
        Deliver();
        return true;
    }

    /// <summary>Waits, without the GIL, until what was written is nearly sent.</summary>
    internal void WaitForRoom()
    {
        if (_filled < MostAhead)
        {
            return;
        }
        _owner.ReleaseGil();
        try
        {
            lock (_gate)
            {
                while (_filled >= MostAhead && !_disposed)
                {
                    Monitor.Wait(_gate);
                }
            }
        }
        finally
        {
            _owner.TakeGil();
        }
        if (_disposed)
        {
            throw new IOException("the client is gone");
        }
    }

    /// <inheritdoc/>
    public nint Start(nint self, nint status, nint headers, nint excInfo) => excInfo != Py.None
        ? PythonError.RaiseAgain(excInfo)
        : throw new WsgiViolation(_app, "start_response was called a second time without exc_info (PEP 3333)");

    /// <inheritdoc/>
    public void Write(nint data)
    {
        _ = Append(data);
    }

    /// <inheritdoc/>
    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (PythonThread.Current == _owner && !_reading)
        {
            return ReadHere();
        }
        lock (_gate)
        {
            if (_filled > 0)
            {
                var block = Swap();
                Resume();
                return new ValueTask<ReadOnlyMemory<byte>>(block);
            }
            if (_error is { } error)
            {
                return ValueTask.FromException<ReadOnlyMemory<byte>>(error);
            }
            if (_ended)
            {
                return default;
            }
            _read.Reset();
            _reading = true;
            Resume();
            return new ValueTask<ReadOnlyMemory<byte>>(this, _read.Version);
        }
    }

    /// <inheritdoc/>
#pragma warning disable CA2215 // there is nothing in the base to dispose
    public override ValueTask DisposeAsync()
#pragma warning restore CA2215
    {
        if (PythonThread.Current == _owner)
        {
            using var gil = Gil.Take(_owner);
            CloseNow();
            ReturnBuffers();
            return default;
        }
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
            if (Closed)
            {
                ReturnBuffers();
                return default;
            }
            _closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        _owner.Post(static body => ((PythonBody)body!).CloseHere(), this, null); // the state is this
        return new ValueTask(_closing.Task.ContinueWith(static (_, body) => ((PythonBody)body!).ReturnBuffers(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)); // the state is this
    }

    ReadOnlyMemory<byte> IValueTaskSource<ReadOnlyMemory<byte>>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadOnlyMemory<byte>>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<ReadOnlyMemory<byte>>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    private bool MayProduce()
    {
        lock (_gate)
        {
            _producing = !_ended && !_disposed && _filled < MostAhead;
            return _producing;
        }
    }

    private void Advance()
    {
        if (_iterator == 0)
        {
            _iterator = Owned.OrThrow(Py.GetIter(_iterable)).Pointer;
            _length = null;
        }
        var block = Py.IterNext(_iterator);
        ForkedChild.EndIfThisIsOne();
        if (block == 0)
        {
            if (Py.ErrorOccurred() != 0)
            {
                throw PythonError.Take();
            }
            _ended = true;
            return;
        }
        using var owned = new Owned(block);
        _ = Append(block);
    }

    // On the owner's thread there is nobody to wait for: ask for the next block now.
    private ValueTask<ReadOnlyMemory<byte>> ReadHere()
    {
        if (_filled == 0 && !_ended)
        {
            using var gil = Gil.Take(_owner);
            try
            {
                while (_filled == 0 && !_ended)
                {
                    Advance();
                }
                if (_ended)
                {
                    CloseNow();
                }
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }
        lock (_gate)
        {
            return _filled == 0 && _error is { } error
                ? ValueTask.FromException<ReadOnlyMemory<byte>>(error)
                : new ValueTask<ReadOnlyMemory<byte>>(Swap());
        }
    }

    private ReadOnlyMemory<byte> Swap()
    {
        (_filling, _sending) = (_sending, _filling);
        var block = _sending.AsMemory(0, _filled);
        _filled = 0;
        return block;
    }

    // Whoever reads frees room: the producer may go on. The gate is held.
    private void Resume()
    {
        Monitor.PulseAll(_gate);
        if (!_producing && !_ended && !_disposed)
        {
            _producing = true;
            _owner.Post(static body => ((PythonBody)body!).ProduceHere(), this, null); // the state is this
        }
    }

    // Completes a read that waits.
    private void Deliver()
    {
        ReadOnlyMemory<byte> block;
        Exception? error;
        lock (_gate)
        {
            if (!_reading || (_filled == 0 && !_ended))
            {
                return;
            }
            _reading = false;
            block = Swap();
            error = block.IsEmpty ? _error : null;
        }
        if (error is not null)
        {
            _read.SetException(error);
            return;
        }
        _read.SetResult(block);
    }

    private void ProduceHere()
    {
        using var gil = Gil.Take(_owner);
        Produce();
    }

    private void CloseHere()
    {
        using var gil = Gil.Take(_owner);
        CloseNow();
    }

    private void MakeRoom(int size)
    {
        if (_filling.Length - _filled >= size)
        {
            return;
        }
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_filled + size, Math.Min(MostAhead, _filling.Length * 2)));
        _filling.AsSpan(0, _filled).CopyTo(larger);
        if (_filling.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_filling);
        }
        _filling = larger;
    }

    private void ReturnBuffers()
    {
        foreach (var buffer in (ReadOnlySpan<byte[]>)[_filling, _sending])
        {
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        _filling = _sending = [];
        _filled = 0;
    }
}
