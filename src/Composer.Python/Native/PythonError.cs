// SPDX-License-Identifier: MIT
namespace Composer.Python.Native;

/// <summary>Exceptions across the border. The GIL is held.</summary>
internal static unsafe class PythonError
{
    /// <summary>Takes the Python exception that is set, and clears it.</summary>
    internal static Exception Take()
    {
        nint type, value, traceback;
        Py.ErrorFetch(&type, &value, &traceback);
        if (type == 0)
        {
            return new InvalidOperationException("Python reported an error without an exception");
        }
        Py.ErrorNormalize(&type, &value, &traceback);
        if (traceback != 0)
        {
            _ = Py.SetTraceback(value, traceback);
            Py.DecRef(traceback);
        }
        Py.DecRef(type);
        return Shim.Describe(value);
    }

    /// <summary>Sets a C# exception as the current Python one.</summary>
    internal static void Set(Exception error)
    {
        try
        {
            Raise(error);
        }
        catch (PythonException another) when (another is { IsInterrupt: true, Error: not null })
        {
            Restore(another.Error.Pointer); // a signal's handler raised it just now
        }
        catch (Exception another) when (another is not OutOfMemoryException)
        {
            if (error is PythonException { Error: { } original })
            {
                Restore(original.Pointer); // its traceback lacks the calls of C#: Python's stack was too deep for more, for instance
                return;
            }
            if (Py.ErrorOccurred() == 0)
            {
                SetText(Shim.DotNetError, "a C# component failed: " + error.GetType().Name);
            }
        }
    }

    private static void Raise(Exception error)
    {
        if (error is PythonException { Error: { } original })
        {
            Shim.AddCalls(original.Pointer, error);
            Restore(original.Pointer);
            return;
        }
        if (Shim.DotNetError == 0)
        {
            SetText(*(nint*)LibPython.Symbol("PyExc_RuntimeError"), error.Message);
            return;
        }
        using var raised = Shim.NewError(error);
        Shim.AddCalls(raised.Pointer, error);
        Py.ErrorSet(Py.TypeOf(raised.Pointer), raised.Pointer);
    }

    private static void SetText(nint type, string message)
    {
        using var text = Owned.OrThrow(PyString.New(message));
        Py.ErrorSet(type, text.Pointer);
    }

    /// <summary>Raises an <c>exc_info</c> tuple again; always 0, as a callback must return then.</summary>
    internal static nint RaiseAgain(nint excInfo)
    {
        if (!Py.IsTuple(excInfo) || Py.TupleSize(excInfo) != 3 || Py.TupleItem(excInfo, 1) == Py.None)
        {
            throw new ArgumentException("exc_info must be a tuple of type, value and traceback");
        }
        Restore(Py.TupleItem(excInfo, 1));
        return 0;
    }

    /// <summary>Raises an exception object again, with its traceback.</summary>
    internal static void Restore(nint value)
    {
        var type = Py.TypeOf(value);
        Py.IncRef(type);
        Py.IncRef(value);
        using var name = Owned.OrThrow(PyString.New("__traceback__"));
        var traceback = Py.GetAttr(value, name.Pointer);
        if (traceback == Py.None)
        {
            Py.DecRef(traceback);
            traceback = 0;
        }
        Py.ErrorRestore(type, value, traceback);
    }
}
