// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>A Python object that C# holds. It goes back to Python as the very same object.</summary>
public class PythonObject
{
    private nint _pointer;

    private PythonObject(nint pointer) => _pointer = pointer;

    /// <exception cref="ObjectDisposedException">It was lent for one request, which is over.</exception>
    internal nint Pointer => _pointer != 0 ? _pointer : throw new ObjectDisposedException(null, "an object of the environ was kept beyond its request");

    /// <summary>Takes over a reference.</summary>
    internal static PythonObject Own(nint pointer) => new Kept(pointer);

    /// <summary>Adds a reference.</summary>
    internal static PythonObject Share(nint borrowed) => Own(Shared(borrowed));

    /// <summary>Adds a reference that somebody takes back with <see cref="TakeBack"/>: cheaper than one that the garbage collector finds.</summary>
    internal static PythonObject Lend(nint borrowed) => new(Shared(borrowed));

    /// <summary>The lent reference; the object is of no use any more.</summary>
    internal nint TakeBack()
    {
        var pointer = _pointer;
        _pointer = 0;
        return pointer;
    }

    private static unsafe nint Shared(nint borrowed)
    {
        Py.IncRef(borrowed);
        return borrowed;
    }

    private sealed class Kept(nint pointer) : PythonObject(pointer)
    {
        public override string ToString() => "<Python object>";

        // Given back later, on a thread that holds the GIL.
        ~Kept() => Trash.Add(TakeBack());
    }
}
