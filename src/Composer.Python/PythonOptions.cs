// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>Which Python runs, and how.</summary>
public sealed record PythonOptions
{
    /// <summary>An interpreter or a virtual environment: a path, or a name on PATH. Null: <c>VIRTUAL_ENV</c>, then <c>python3</c> on PATH.</summary>
    public string? Python { get; init; }

    /// <summary>How many threads may run Python at once.</summary>
    public int Threads { get; init; } = 16;

    /// <summary>How many requests may wait for a thread; more are answered with 503.</summary>
    public int Queue { get; init; } = 1024;

    /// <summary>Folders before the interpreter's own <c>sys.path</c>.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];
}
