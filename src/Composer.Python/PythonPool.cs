// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Diagnostics;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>The threads that run Python, and the queue before them.</summary>
/// <remarks>
/// One thread at a time, the hot one, takes requests from the queue, several per GIL acquisition. When it is stuck in a request without the GIL (it waits for I/O)
/// while others wait, another becomes hot. So an app that computes runs as on one thread, without fights for the GIL, and one that waits gets all threads.
/// </remarks>
internal sealed class PythonPool
{
    private static readonly long StuckAfter = Stopwatch.Frequency / 25_000;
    private static readonly long HungAfter = Stopwatch.Frequency / 20;

    private readonly ConcurrentQueue<PythonJob> _jobs = new();
    private readonly Lock _gate = new();
    private readonly Stack<PythonWorker> _idle = new();
    private int _most;
    private readonly int _queueLimit;
    private readonly PoolWatch _watch;
    private volatile PythonWorker? _hot;
    private PythonWorker? _main;
    private int _waiting;
    private int _started;
    private long _looked;

    /// <param name="name">For the names of the threads.</param>
    /// <param name="threads">How many threads there may be; they are started when needed.</param>
    /// <param name="queueLimit">How many requests may wait.</param>
    internal PythonPool(string name, int threads, int queueLimit)
    {
        Name = name;
        _most = threads;
        _queueLimit = queueLimit;
        _watch = new PoolWatch(this);
    }

    internal string Name { get; }

    /// <summary>Whether it is for every app that asks for no threads of its own.</summary>
    internal bool IsCommon { get; init; }

    /// <summary>The environ template of apps of this pool.</summary>
    internal nint Template { get; set; }

    /// <summary>Requests that wait for a thread.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Starts the first thread with the function that starts Python: Python's main thread.</summary>
    internal void StartMain(Action initialize)
    {
        _main = new PythonWorker(this, ++_started, initialize);
        _hot = _main;
        _main.Promote();
    }

    /// <summary>Runs a job that does not end soon on the thread that was started with <see cref="StartMain"/>. Another takes the thread's place.</summary>
    internal void RunMain(PythonJob job) => _main?.RunOwn(job);

    /// <summary>A worker has something else to do for long: it is not to be given requests.</summary>
    internal void Leave(PythonWorker worker)
    {
        lock (_gate)
        {
            _most++;
            var others = _idle.Where(idle => idle != worker).Reverse().ToList();
            _idle.Clear();
            others.ForEach(_idle.Push);
        }
        StepDown(worker);
    }

    /// <summary>Runs a last job on the thread that was started with <see cref="StartMain"/>.</summary>
    internal void EndMain(PythonJob job) => _main?.RunLast(job);

    /// <summary>Queues a job, or refuses it when too many wait.</summary>
    internal void Add(PythonJob job)
    {
        if (GuestEnd.HasCome)
        {
            job.Refuse(new HttpError(503, "The server is ending."));
            return;
        }
        if (Interlocked.Increment(ref _waiting) > _queueLimit)
        {
            Interlocked.Decrement(ref _waiting);
            job.Refuse(Saturated());
            return;
        }
        _jobs.Enqueue(job);
        Interlocked.MemoryBarrier(); // a worker about to park sees the job, or this thread sees it parked
        var hot = _hot;
        if (hot is null)
        {
            ReplaceHot(null);
            return;
        }
        if (!hot.Wake() && hot.BusySince != 0)
        {
            RelieveHot();
        }
        _watch.Wake();
    }

    internal bool IsHot(PythonWorker worker) => ReferenceEquals(_hot, worker);

    internal bool TryTake(out PythonJob job)
    {
        if (!_jobs.TryDequeue(out job!))
        {
            return false;
        }
        Interlocked.Decrement(ref _waiting);
        return true;
    }

    internal bool IsEmpty => _jobs.IsEmpty;

    /// <summary>Makes another thread hot when the hot one is stuck and work waits.</summary>
    /// <returns>Whether the hot thread is at work.</returns>
    internal bool RelieveHot()
    {
        var hot = _hot;
        if (hot is null || hot.BusySince == 0)
        {
            return false;
        }
        if (IsStuck(hot))
        {
            hot.LetGo();
            if (!_jobs.IsEmpty)
            {
                ReplaceHot(hot);
            }
        }
        return true;
    }

    /// <summary>A worker that is not hot, and done with its request, asks to become hot; otherwise it is put aside.</summary>
    internal bool TryBecomeHot(PythonWorker worker)
    {
        var hot = _hot;
        while (hot is not null && !_jobs.IsEmpty && IsYoung(hot))
        {
            Thread.SpinWait(20);
            hot = _hot;
        }
        var wanted = !_jobs.IsEmpty && (hot is null || IsStuck(hot));
        lock (_gate)
        {
            if (_hot is null || (wanted && _hot == hot))
            {
                _hot = worker;
                return true;
            }
            _idle.Push(worker);
            return false;
        }
    }

    /// <summary>The hot worker holds an unfinished response: another one serves meanwhile.</summary>
    internal void StepDown(PythonWorker worker)
    {
        if (IsHot(worker))
        {
            ReplaceHot(worker);
        }
    }

    private void ReplaceHot(PythonWorker? from)
    {
        PythonWorker next;
        lock (_gate)
        {
            if (_hot != from)
            {
                return;
            }
            if (!_idle.TryPop(out next!))
            {
                if (_started == _most)
                {
                    return;
                }
                next = new PythonWorker(this, ++_started);
            }
            _hot = next;
        }
        next.Promote();
    }

    // It has only just begun: whether it will be stuck shows in a moment, and waiting for that costs less than to sleep and be woken.
    private static bool IsYoung(PythonWorker worker) =>
        worker.BusySince is var since and not 0 && Stopwatch.GetTimestamp() - since < StuckAfter;

    // Asking the system costs some microseconds: at most once in a while, whoever asks.
    private bool IsStuck(PythonWorker worker)
    {
        var since = worker.BusySince;
        if (since == 0)
        {
            return false;
        }
        var now = Stopwatch.GetTimestamp();
        if (now - since > HungAfter)
        {
            return true;
        }
        if (now - since < StuckAfter)
        {
            return false;
        }
        var looked = Volatile.Read(ref _looked);
        return now - looked > StuckAfter && Interlocked.CompareExchange(ref _looked, now, looked) == looked && worker.IsAsleep();
    }

    private static HttpError Saturated()
    {
        var error = new HttpError(503, "The server is busy. Please try again in a moment.");
        error.Headers.Add("Retry-After", "1");
        return error;
    }
}
