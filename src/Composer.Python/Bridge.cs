// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>What exists once per process, because Python does: set when the interpreter has started.</summary>
internal static unsafe class Bridge
{
    // In memory of malloc's: .NET keeps statics in memory that parent and child may share.
    private static readonly int* ForkedFlag = (int*)NativeMemory.AllocZeroed(sizeof(int));

    private static nint _forkMessage;

    /// <summary>Where Python's text goes.</summary>
    internal static PythonOutput Output { get; private set; } = new(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

    /// <summary>The C# side of <c>wsgi.errors</c> where no server gave one.</summary>
    internal static TextWriter Errors { get; } = TextWriter.Null;

    /// <summary>Shim.py's <c>part_of_file</c>: borrowed.</summary>
    internal static nint PartOfFile { get; private set; }

    /// <summary>This process is a forked child: nothing of .NET may be used.</summary>
    internal static bool Forked
    {
        get => *ForkedFlag != 0;
        set => *ForkedFlag = value ? 1 : 0;
    }

    internal static void Start(PythonOutput output)
    {
        Output = output;
        Shim.Load();
        PartOfFile = Shim.Find("part_of_file");
        _forkMessage = PyString.Interned("this process was forked from one that runs .NET: C# components cannot be called in it");
        _ = RefuseInFork(); // compiled now: a child must not compile
        Py.ErrorClear();
    }

    /// <summary>Raises the error of a forked child, allocating nothing.</summary>
    internal static nint RefuseInFork()
    {
        Py.ErrorSet(Shim.DotNetError, _forkMessage);
        return 0;
    }

    /// <summary>The name of an object's class, for messages.</summary>
    internal static string TypeName(nint value)
    {
        using var name = Owned.OrThrow(PyString.New("__name__"));
        using var text = Owned.OrThrow(Py.GetAttr(Py.TypeOf(value), name.Pointer));
        return PyString.Read(text.Pointer);
    }
}
