// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>The time in which a thread holds the GIL: <c>using (Gil.Take(thread))</c>. Nothing in it may wait.</summary>
internal readonly ref struct Gil
{
    private readonly PythonThread? _thread;

    private Gil(PythonThread? thread) => _thread = thread;

    /// <summary>Takes the GIL, unless the thread has it.</summary>
    internal static Gil Take(PythonThread thread)
    {
        if (thread.HoldsGil)
        {
            return default;
        }
        thread.TakeGil();
        return new Gil(thread);
    }

    public void Dispose() => _thread?.ReleaseGil();
}
