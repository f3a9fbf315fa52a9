// SPDX-License-Identifier: MIT
namespace Composer.Python;

public sealed partial class PythonHost
{
    /// <summary>Runs what the end of an interpreter runs (threads that are waited for, <c>atexit</c>), at most for a time. The interpreter stays.</summary>
    /// <returns>False when it was not done in time.</returns>
    public async Task<bool> ShutDownAsync(TimeSpan patience)
    {
        // On Python's main thread: threading would wait for that thread anywhere else.
        var shutDown = new PythonAction<object?>(_ => Call(ShimFunction("shut_down"), [], []));
        _pool.EndMain(shutDown);
        var end = shutDown.Result;
        var done = await Task.WhenAny(end, Task.Delay(patience)) == end;
        if (done && end.Exception?.InnerException is { } error)
        {
            Bridge.Output.Failed("an atexit function failed", error);
        }
        return done;
    }
}
