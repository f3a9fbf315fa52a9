// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>A Python object that C# holds. It goes back to Python as the very same object.</summary>
public sealed unsafe class PythonObject
{
    private PythonObject(nint pointer) => Pointer = pointer;

    /// <summary>Gives the reference back later, on a thread that holds the GIL.</summary>
    ~PythonObject() => Trash.Add(Pointer);

    internal nint Pointer { get; }

    /// <summary>Takes over a reference.</summary>
    internal static PythonObject Own(nint pointer) => new(pointer);

    /// <summary>Adds a reference.</summary>
    internal static PythonObject Share(nint borrowed)
    {
        Py.IncRef(borrowed);
        return new PythonObject(borrowed);
    }
}
