// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>A function to be run on a Python thread, with the GIL held.</summary>
internal sealed class PythonAction<T>(Func<PythonThread, T> run) : PythonJob
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it returned or threw.</summary>
    internal Task<T> Result => _done.Task;

    internal override void Run(PythonThread thread)
    {
        try
        {
            _done.TrySetResult(run(thread));
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }

    internal override void Refuse(Exception error) => _done.TrySetException(error);
}
