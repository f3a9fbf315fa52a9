// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>A semaphore that sleeps at once: the spinning of the usual ones costs a processor that the threads they wait for need.</summary>
internal sealed class WakeSignal
{
    private readonly object _gate = new();
    private int _signals;

    internal void Release()
    {
        lock (_gate)
        {
            _signals++;
            Monitor.Pulse(_gate);
        }
    }

    internal void Wait()
    {
        lock (_gate)
        {
            while (_signals == 0)
            {
                Monitor.Wait(_gate);
            }
            _signals--;
        }
    }
}
