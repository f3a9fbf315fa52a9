// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>What every environ begins with (PEP 3333, environ Variables): each request's dict is a copy of it.</summary>
internal static unsafe class EnvironTemplate
{
    /// <summary>A dict with the constants: new. The GIL is held.</summary>
    internal static nint New(bool multithread)
    {
        var dict = Owned.OrThrow(Py.NewDict()).Pointer;
        Set(dict, "wsgi.version", Conversion.ToPython((1, 0)));
        Set(dict, "wsgi.multithread", Conversion.ToPython(multithread));
        Set(dict, "wsgi.multiprocess", Conversion.ToPython(false));
        Set(dict, "wsgi.run_once", Conversion.ToPython(false));
        Set(dict, "wsgi.errors", Conversion.ToPython(TextWriter.Null));
        Set(dict, "wsgi.input", Conversion.ToPython(Stream.Null));
        Set(dict, "wsgi.file_wrapper", Conversion.ToPython(PythonObject.Share(Shim.FileWrapper)));
        return dict;
    }

    private static void Set(nint dict, string key, nint value)
    {
        _ = Py.SetItem(dict, PyString.Interned(key), value);
        Py.DecRef(value);
    }
}
