// SPDX-License-Identifier: MIT
namespace Composer.Python;

public sealed partial class PythonHost
{
    /// <summary>Runs what the end of an interpreter runs (threads that are waited for, <c>atexit</c>), at most for a time. The interpreter stays.</summary>
    /// <returns>False when it was not done in time.</returns>
    public async Task<bool> ShutDownAsync(TimeSpan patience)
    {
        var end = Task.Run(() => Call(ShimFunction("shut_down"), [], []));
        var done = await Task.WhenAny(end, Task.Delay(patience)) == end;
        if (done && end.Exception?.InnerException is { } error)
        {
            Bridge.Output.Failed("an atexit function failed", error);
        }
        return done;
    }
}
