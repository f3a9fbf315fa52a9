// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>Work for a Python thread.</summary>
internal abstract class PythonJob
{
    /// <summary>Does it. The GIL is held; nothing may be thrown.</summary>
    internal abstract void Run(PythonThread thread);

    /// <summary>Ends it undone: the queue is full, or the process stops.</summary>
    internal abstract void Refuse(Exception error);
}
