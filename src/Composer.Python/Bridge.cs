// SPDX-License-Identifier: MIT
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>What exists once per process, because Python does: set when the interpreter has started.</summary>
internal static unsafe class Bridge
{
    /// <summary>Where Python's text goes.</summary>
    internal static PythonOutput Output { get; private set; } = new(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

    /// <summary>The C# side of <c>wsgi.errors</c> where no server gave one.</summary>
    internal static TextWriter Errors { get; } = TextWriter.Null;

    /// <summary>Shim.py's <c>part_of_file</c>: borrowed.</summary>
    internal static nint PartOfFile { get; private set; }

    /// <summary>Shim.py's <c>sent_file</c>: borrowed.</summary>
    internal static nint SentFile { get; private set; }

    internal static void Start(PythonOutput output)
    {
        Output = output;
        Shim.Load();
        PartOfFile = Shim.Find("part_of_file");
        SentFile = Shim.Find("sent_file");
    }

    /// <summary>The name of an object's class, for messages.</summary>
    internal static string TypeName(nint value)
    {
        using var name = Owned.OrThrow(PyString.New("__name__"));
        using var text = Owned.OrThrow(Py.GetAttr(Py.TypeOf(value), name.Pointer));
        return PyString.Read(text.Pointer);
    }
}
