// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>Looks once a millisecond whether the hot thread is stuck, as long as requests come.</summary>
internal sealed class PoolWatch
{
    private const int QuietTicks = 20;

    private readonly PythonPool _pool;
    private readonly WakeSignal _wake = new();
    private int _asleep = 1;
    private int _running;

    internal PoolWatch(PythonPool pool) => _pool = pool;

    internal void Wake()
    {
        if (Volatile.Read(ref _asleep) == 0 || Interlocked.Exchange(ref _asleep, 0) == 0)
        {
            return;
        }
        if (Interlocked.Exchange(ref _running, 1) == 0)
        {
            new Thread(Run, 256 * 1024) { IsBackground = true, Name = $"python-{_pool.Name}-watch" }.Start();
            return;
        }
        _wake.Release();
    }

    private void Run()
    {
        ThreadSignals.HoldBack();
        var quiet = 0;
        while (true)
        {
            Thread.Sleep(1);
            if (_pool.RelieveHot() || _pool.Waiting > 0)
            {
                quiet = 0;
            }
            else if (++quiet > QuietTicks)
            {
                quiet = 0;
                Volatile.Write(ref _asleep, 1);
                Interlocked.MemoryBarrier();
                if (_pool.Waiting > 0 && Interlocked.Exchange(ref _asleep, 0) == 1)
                {
                    continue;
                }
                _wake.Wait();
            }
        }
    }
}
