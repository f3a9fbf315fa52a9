// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>A thread that runs Python: its kept thread state, and the jobs that others want done on it.</summary>
/// <remarks>
/// While Python on this thread waits for C#, or a response body is open, the thread works off its jobs: continuations of C# code, reads of that body,
/// its close. So everything of one request stays on one thread.
/// </remarks>
internal sealed unsafe class PythonThread : SynchronizationContext
{
    [ThreadStatic]
    private static PythonThread? _current;

    private readonly Lock _gate = new();
    private readonly WakeSignal _signal = new();
    private readonly Queue<(SendOrPostCallback Run, object? State)> _jobs = new();
    private nint _state;

    private PythonThread()
    {
    }

    /// <summary>The Python thread that this code runs on, or null.</summary>
    internal static new PythonThread? Current => _current is { Sends: false } thread ? thread : null;

    /// <summary>The pool this thread works for; null for a thread of Python's own.</summary>
    internal PythonPool? Pool { get; set; }

    /// <summary>The thread runs C# code that has nothing to do with Python now: the sending of answers.</summary>
    internal bool Sends { get; set; }

    /// <summary>Where responses wait until the GIL is released; null when they go on at once.</summary>
    internal FinishedCalls? HeldBack { get; set; }

    /// <summary>Whether the GIL is held by this thread now.</summary>
    internal bool HoldsGil { get; private set; }

    /// <summary>The environ that the innermost Python call on this thread was given.</summary>
    internal EnvironMirror? Mirror { get; set; }

    /// <summary>The mirror of an earlier request of a Python server, to be used again.</summary>
    internal EnvironMirror? SpareMirror { get; set; }

    /// <summary>Bodies of this thread that are not closed yet: until then it takes no other request.</summary>
    internal int OpenBodies { get; set; }

    /// <summary>Id of the request that runs on this thread, for the log.</summary>
    internal string? RequestId => Mirror?.RequestId;

    /// <summary>Gives the calling .NET thread a Python thread state that it keeps.</summary>
    internal static PythonThread Attach()
    {
        if (_current is null)
        {
            _ = Py.GilEnsure();
            _current = new PythonThread { HoldsGil = true };
        }
        _current.ReleaseGil();
        return _current;
    }

    /// <summary>The thread that called from Python, which may be one of Python's own. It holds the GIL.</summary>
    internal static PythonThread OfCaller() => _current ?? Joined();

    private static PythonThread Joined()
    {
        ThreadSignals.LetThrough();
        return _current = new PythonThread { HoldsGil = true };
    }

    internal void TakeGil()
    {
        Py.RestoreThread(_state);
        HoldsGil = true;
    }

    internal void ReleaseGil()
    {
        HoldsGil = false;
        _state = Py.SaveThread();
    }

    /// <summary>Runs a job on this thread as soon as it waits.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _jobs.Enqueue((d, state));
        }
        _signal.Release();
    }

    /// <summary>Not supported: nothing may block on a Python thread.</summary>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("a Python thread cannot be waited for");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Waits for one job and runs it. The GIL is not held.</summary>
    internal void RunJob()
    {
        _signal.Wait();
        (SendOrPostCallback run, object? state) job;
        lock (_gate)
        {
            job = _jobs.Dequeue();
        }
        job.run(job.state);
    }

    /// <summary>Waits for a C# operation while working off jobs. The GIL is not held.</summary>
    internal T Wait<T>(ValueTask<T> operation) =>
        operation.IsCompletedSuccessfully ? operation.Result : WaitSlowly(operation.AsTask());

    /// <summary>Runs C# code that Python called: without the GIL, its continuations on this thread.</summary>
    internal T RunManaged<TState, T>(TState state, Func<TState, ValueTask<T>> run)
    {
        var outer = SynchronizationContext.Current;
        ReleaseGil();
        try
        {
            SetSynchronizationContext(this);
            return Wait(run(state));
        }
        finally
        {
            SetSynchronizationContext(outer);
            TakeGil();
        }
    }

    private T WaitSlowly<T>(Task<T> operation)
    {
        if (!operation.IsCompleted)
        {
            operation.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Post(static _ => { }, null));
        }
        while (!operation.IsCompleted)
        {
            RunJob();
        }
        return operation.GetAwaiter().GetResult();
    }
}
