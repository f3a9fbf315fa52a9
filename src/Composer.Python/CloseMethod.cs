// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>WSGI's <c>close()</c>, if the iterable has one. An exception in it is logged and goes no further, for the response has been sent; but Ctrl+C comes again.</summary>
internal static unsafe class CloseMethod
{
    private static readonly nint Name = PyString.Interned("close");

    internal static void Call(nint iterable)
    {
        var type = Py.TypeOf(iterable);
        if (type == Py.ListType || type == Py.TupleType)
        {
            return;
        }
        var close = Py.GetAttr(iterable, Name);
        if (close == 0)
        {
            Py.ErrorClear();
            return;
        }
        using var method = new Owned(close);
        var arguments = stackalloc nint[1];
        var result = Py.Vectorcall(close, arguments + 1, 0 | Py.ArgumentsOffset, 0);
        if (result != 0)
        {
            Py.DecRef(result);
            return;
        }
        var error = PythonError.Take();
        if (error is PythonException { TypeName: "KeyboardInterrupt" } && PythonThread.OfCaller().Pool is null)
        {
            Py.SetInterrupt();
            return;
        }
        Bridge.Output.Failed("close() of a response failed", error);
    }
}
