// SPDX-License-Identifier: MIT
namespace Composer.Python;

public sealed partial class PythonHost
{
    /// <summary>Calls a Python object that serves until it is told to stop, on Python's main thread: servers want signals and event loops there.</summary>
    /// <param name="callable">The Python object.</param>
    /// <param name="positional">As in <see cref="Call"/>.</param>
    /// <param name="keywords">As in <see cref="Call"/>.</param>
    /// <param name="stop">Makes it return, as Ctrl+C would. No request should run then: some servers drop what they did not send yet.</param>
    public async Task ServeAsync(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(keywords);
        Do(_ =>
        {
            Shim.LoadServing();
            return true;
        });
        var serving = new PythonAction<object?>(_ => Call(ShimFunction("serve"), [callable, positional, new Dictionary<string, object?>(keywords)], []));
        _pool.RunMain(serving);
        // On a thread of its own: some servers are waited for until they have stopped.
        await using (stop.Register(() => _ = Task.Run(() => Call(ShimFunction("end_serving"), [], []), CancellationToken.None)))
        {
            await serving.Result;
        }
    }
}
