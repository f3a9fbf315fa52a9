// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>The child of an app's <c>os.fork()</c> that comes back from the app instead of ending: .NET has no other thread in it, it would wait for ever, with the server's sockets open.</summary>
internal static unsafe class ForkedChild
{
    private static byte* _mark;
    private static nint _end;

    /// <summary>Learns where Shim.py notes that this process is one. The GIL is held.</summary>
    internal static void Install()
    {
        _mark = Py.ByteArrayBytes(Shim.Find("in_child"));
        _end = Shim.Find("end_child");
        RuntimeHelpers.PrepareDelegate(End); // what is compiled in the child may be written into the parent (dotnet/runtime#82672)
    }

    /// <summary>Ends the process if it is one; called after each call that may have forked, an exception may be set. The GIL is held.</summary>
    internal static void EndIfThisIsOne()
    {
        if (*_mark != 0)
        {
            End();
        }
    }

    private static void End()
    {
        nint type, error, traceback;
        Py.ErrorFetch(&type, &error, &traceback);
        if (type != 0)
        {
            Py.ErrorNormalize(&type, &error, &traceback);
            _ = traceback == 0 ? 0 : Py.SetTraceback(error, traceback);
        }
        var arguments = stackalloc nint[2];
        arguments[1] = type == 0 ? Py.None : error;
        _ = Py.Vectorcall(_end, arguments + 1, 1 | Py.ArgumentsOffset, 0);
    }
}
