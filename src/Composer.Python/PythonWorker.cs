// SPDX-License-Identifier: MIT
using System.Diagnostics;
using Composer.Python.Native;
using Microsoft.Win32.SafeHandles;

namespace Composer.Python;

/// <summary>One thread of a <see cref="PythonPool"/>: 16 MB of stack, one Python thread state for life.</summary>
internal sealed class PythonWorker
{
    private const int StackSize = 16 * 1024 * 1024;
    private const int MostPerGil = 16;

    private readonly PythonPool _pool;
    private readonly WakeSignal _wake = new();
    private readonly Thread _thread;
    private readonly FinishedCalls _finished = new();
    private readonly Pace _pace = new();
    private readonly Action? _initialize;
    private volatile PythonThread? _python;
    private SafeFileHandle? _stat;
    private int _parked;
    private long _busySince;
    private volatile PythonJob? _own;
    private volatile PythonJob? _last;

    /// <param name="pool">Whose queue it serves.</param>
    /// <param name="number">For the thread's name.</param>
    /// <param name="initialize">What to do first on the thread.</param>
    internal PythonWorker(PythonPool pool, int number, Action? initialize = null)
    {
        _pool = pool;
        _initialize = initialize;
        _thread = new Thread(Run, StackSize) { IsBackground = true, Name = $"python-{pool.Name}-{number}" };
        GuestEnd.Know(this);
    }

    /// <summary>Timestamp at which the request that runs now began; 0 between requests.</summary>
    internal long BusySince => Volatile.Read(ref _busySince);

    /// <summary>Whether it has nothing to do, and nothing waits for it.</summary>
    internal bool IsAtRest => _python is not null && BusySince == 0 && _pool.Waiting == 0;

    /// <summary>Whether it is in Python, or about to be.</summary>
    internal bool IsInPython => _python is null or { HoldsGil: true };

    /// <summary>Tells a worker that it is hot now; starts its thread the first time.</summary>
    internal void Promote()
    {
        if (_thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted))
        {
            _thread.Start();
            return;
        }
        _wake.Release();
    }

    /// <summary>Wakes the hot worker when it waits for work; false when it did not.</summary>
    internal bool Wake()
    {
        if (Volatile.Read(ref _parked) == 0 || Interlocked.Exchange(ref _parked, 0) == 0)
        {
            return false;
        }
        _wake.Release();
        return true;
    }

    /// <summary>Gives the worker a job that no other may do, and that keeps it busy for long.</summary>
    internal void RunOwn(PythonJob job)
    {
        _own = job;
        WakeAnyway();
    }

    /// <summary>Gives the worker one more job, after which its thread ends.</summary>
    internal void RunLast(PythonJob job)
    {
        _last = job;
        WakeAnyway();
    }

    private void WakeAnyway()
    {
        if (!Wake())
        {
            _wake.Release();
        }
    }

    /// <summary>Whether the thread sleeps in the kernel, so that it neither runs nor holds the GIL.</summary>
    internal bool IsAsleep() => _stat is { } stat && KernelThread.IsAsleep(stat);

    private void Run()
    {
        ThreadSignals.LetAllThrough();
        try
        {
            _initialize?.Invoke();
        }
        catch (ThreadInterruptedException)
        {
            return;
        }
        if (GuestEnd.HasCome)
        {
            GuestEnd.Stay();
        }
        _python = PythonThread.Attach();
        _python.Pool = _pool;
        _stat = KernelThread.OpenOwn();
        while (_last is null)
        {
            if (_own is { } own)
            {
                _own = null;
                _pool.Leave(this);
                using var _ = Gil.Take(_python);
                own.Run(_python);
            }
            else if (_pool.IsHot(this))
            {
                WaitForWork();
                Serve(_python);
            }
            else if (!_pool.TryBecomeHot(this))
            {
                _wake.Wait();
            }
        }
        using var gil = Gil.Take(_python);
        _last.Run(_python);
    }

    private void WaitForWork()
    {
        if (!_pool.IsEmpty || _own is not null || _last is not null)
        {
            return;
        }
        Volatile.Write(ref _parked, 1);
        Interlocked.MemoryBarrier();
        if (!_pool.IsEmpty && Interlocked.Exchange(ref _parked, 0) == 1)
        {
            return;
        }
        _wake.Wait();
    }

    private void Serve(PythonThread python)
    {
        python.HeldBack = _pace.IsQuick ? _finished : null;
        var (began, count) = (0L, 0);
        using (Gil.Take(python))
        {
            if (GreenletHub.IsNeeded)
            {
                GreenletHub.Begin();
            }
            for (; count < MostPerGil && python.OpenBodies == 0 && _pool.IsHot(this) && _pool.TryTake(out var job); count++)
            {
                var now = Stopwatch.GetTimestamp();
                began = count == 0 ? now : began;
                Volatile.Write(ref _busySince, now);
                job.Run(python);
            }
            Trash.Drain();
            MadeObjects.Drain();
        }
        if (count > 0)
        {
            Send(python, began, count);
        }
        if (python.OpenBodies > 0)
        {
            _pool.StepDown(this);
            FinishBodies(python);
        }
        Volatile.Write(ref _busySince, 0);
    }

    private void Send(PythonThread python, long began, int count)
    {
        var ran = Stopwatch.GetTimestamp();
        _pace.Ran(ran - began, count);
        if (_finished.IsEmpty)
        {
            return;
        }
        Volatile.Write(ref _busySince, ran);
        python.Sends = true;
        var sent = _finished.GoOnHere();
        python.Sends = false;
        if (sent > 0)
        {
            _pace.Sent(Stopwatch.GetTimestamp() - ran, sent);
        }
    }

    /// <summary>Lets others send what a stuck thread holds back.</summary>
    internal void LetGo()
    {
        if (!_finished.IsEmpty)
        {
            _finished.GoOnElsewhere();
        }
    }

    private static void FinishBodies(PythonThread python)
    {
        while (python.OpenBodies > 0)
        {
            python.RunJob();
        }
    }
}
