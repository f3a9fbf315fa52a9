// SPDX-License-Identifier: MIT
namespace Composer.Python.Native;

/// <summary>A reference that must be given back: dispose it while the GIL is held.</summary>
internal readonly unsafe ref struct Owned(nint pointer)
{
    internal nint Pointer { get; } = pointer;

    internal bool IsNull => Pointer == 0;

    /// <summary>Takes a new reference, or throws the Python exception that is set.</summary>
    internal static Owned OrThrow(nint pointer)
    {
        if (pointer == 0)
        {
            throw PythonError.Take();
        }
        return new Owned(pointer);
    }

    /// <summary>A second reference to something borrowed.</summary>
    internal static Owned Share(nint borrowed)
    {
        Py.IncRef(borrowed);
        return new Owned(borrowed);
    }

    public void Dispose()
    {
        if (Pointer != 0)
        {
            Py.DecRef(Pointer);
        }
    }
}
