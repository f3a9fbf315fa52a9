// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>A thread that runs Python: its kept thread state, and the jobs that others want done on it.</summary>
/// <remarks>
/// While Python on this thread waits for C#, or a response body is open, the thread works off its jobs: continuations of C# code, reads of that body,
/// its close. So everything of one request stays on one thread. What C# code began there and did not wait for goes on elsewhere: a thread of a Python server
/// that is idle, or gone, works off nothing.
/// </remarks>
internal sealed unsafe class PythonThread : SynchronizationContext
{
    [ThreadStatic]
    private static PythonThread? _current;

    private readonly Lock _gate = new();
    private readonly WakeSignal _signal = new();
    private readonly Queue<Job> _jobs = new();
    private volatile bool _holdsGil;
    private int _stays;
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

    /// <summary>Whether the GIL is held by this thread now, or waited for.</summary>
    internal bool HoldsGil => _holdsGil;

    /// <summary>The environ that the innermost Python call on this thread was given.</summary>
    internal EnvironMirror? Mirror { get; set; }

    /// <summary>The mirror of an earlier request of a Python server, to be used again.</summary>
    internal EnvironMirror? SpareMirror { get; set; }

    /// <summary>Bodies of this thread that are not closed yet: until then it takes no other request.</summary>
    internal int OpenBodies { get; private set; }

    /// <summary>Id of the request that runs on this thread, for the log.</summary>
    internal string? RequestId => Mirror?.RequestId;

    /// <summary>Gives the calling .NET thread a Python thread state that it keeps.</summary>
    internal static PythonThread Attach()
    {
        if (_current is null)
        {
            _ = Py.GilEnsure();
            _current = new PythonThread { _holdsGil = true };
        }
        _current.ReleaseGil();
        return _current;
    }

    /// <summary>The thread that called from Python, which may be one of Python's own. It holds the GIL.</summary>
    internal static PythonThread OfCaller() => _current ?? Joined();

    private static PythonThread Joined()
    {
        ThreadSignals.LetThrough();
        return _current = new PythonThread { _holdsGil = true };
    }

    internal void TakeGil()
    {
        _holdsGil = true;
        if (GuestEnd.HasCome && Pool is not null)
        {
            _holdsGil = false;
            GuestEnd.Stay();
        }
        Py.RestoreThread(_state);
    }

    internal void ReleaseGil()
    {
        _state = Py.SaveThread();
        _holdsGil = false;
    }

    /// <summary>Goes on with C# code: on this thread as soon as it waits, elsewhere when it does not come back.</summary>
    public override void Post(SendOrPostCallback d, object? state) => Post(d, state, d);

    /// <summary>Runs a job on this thread as soon as it waits.</summary>
    /// <param name="run">The job.</param>
    /// <param name="state">What it gets.</param>
    /// <param name="elsewhere">What is run instead, on another thread, when this one does not come back; null for what belongs to a body: it is waited for.</param>
    internal void Post(SendOrPostCallback run, object? state, SendOrPostCallback? elsewhere)
    {
        var job = new Job(run, state, elsewhere);
        lock (_gate)
        {
            if (_stays == 0 && elsewhere is not null)
            {
                job.GoElsewhere();
                return;
            }
            _jobs.Enqueue(job);
        }
        _signal.Release();
    }

    /// <summary>A body was made that this thread has to close.</summary>
    internal void OpenBody()
    {
        OpenBodies++;
        Stay();
    }

    /// <summary>It was closed.</summary>
    internal void CloseBody()
    {
        OpenBodies--;
        Leave();
    }

    /// <summary>Not supported: nothing may block on a Python thread.</summary>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("a Python thread cannot be waited for");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Waits for one job and runs it, unless it went elsewhere. The GIL is not held.</summary>
    internal void RunJob()
    {
        _signal.Wait();
        Job job;
        lock (_gate)
        {
            if (!_jobs.TryDequeue(out job))
            {
                return;
            }
        }
        job.Run(job.State);
    }

    /// <summary>Waits for a C# operation while working off jobs. The GIL is not held.</summary>
    internal T Wait<T>(ValueTask<T> operation) =>
        operation.IsCompletedSuccessfully ? operation.Result : WaitSlowly(operation.AsTask());

    /// <summary>Runs C# code that Python called: without the GIL, its continuations on this thread.</summary>
    internal T RunManaged<TState, T>(TState state, Func<TState, ValueTask<T>> run)
    {
        var outer = SynchronizationContext.Current;
        ReleaseGil();
        Stay();
        try
        {
            SetSynchronizationContext(this);
            return Wait(run(state));
        }
        finally
        {
            SetSynchronizationContext(outer);
            Leave();
            TakeGil();
        }
    }

    private T WaitSlowly<T>(Task<T> operation)
    {
        if (!operation.IsCompleted)
        {
            operation.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Post(static _ => { }, null, null));
        }
        while (!operation.IsCompleted)
        {
            RunJob();
        }
        return operation.GetAwaiter().GetResult();
    }

    // Jobs may be given to the thread from here on; nobody has one before this thread says so.
    private void Stay() => _stays++;

    private void Leave()
    {
        lock (_gate)
        {
            if (--_stays > 0)
            {
                return;
            }
            for (var left = _jobs.Count; left > 0; left--)
            {
                var job = _jobs.Dequeue();
                if (!job.GoElsewhere())
                {
                    _jobs.Enqueue(job);
                }
            }
        }
    }

    private readonly record struct Job(SendOrPostCallback Run, object? State, SendOrPostCallback? Elsewhere)
    {
        public bool GoElsewhere() => Elsewhere is not null && ThreadPool.UnsafeQueueUserWorkItem(static job => job.Elsewhere!(job.State), this, preferLocal: false); // just checked
    }
}
