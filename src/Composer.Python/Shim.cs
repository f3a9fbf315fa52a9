// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>The bridge's own Python module (Shim.py): its classes and functions, kept for ever.</summary>
internal static unsafe class Shim
{
    private static readonly Dictionary<string, nint> Factories = [];
    private static nint _module;

    internal static nint DotNetError { get; private set; }

    private static nint DotNetIOError { get; set; }

    private static nint DotNetLookupError { get; set; }

    internal static nint DotNetObject { get; private set; }

    internal static nint DotNetFunction { get; private set; }

    internal static nint Input { get; private set; }

    internal static nint FileWrapper { get; private set; }

    internal static nint Body { get; private set; }

    internal static nint Loader { get; private set; }

    internal static nint App { get; private set; }

    /// <summary>The shared <c>wsgi.errors</c>.</summary>
    internal static nint Errors { get; private set; }

    /// <summary>The <c>wsgi.input</c> of every request without a body.</summary>
    internal static nint EmptyInput { get; private set; }

    private static nint DescribeFunction { get; set; }

    private static nint HandleName { get; set; }

    /// <summary>Runs Shim.py. The GIL is held.</summary>
    internal static void Load()
    {
        fixed (byte* name = "_composer"u8)
        {
            _module = Py.ModuleDict(Py.AddModule(name));
        }
        Callbacks.Install(_module);
        Run("Composer.Python.Shim.py");

        DotNetError = Find("DotNetError");
        DotNetIOError = Find("DotNetIOError");
        DotNetLookupError = Find("DotNetLookupError");
        DotNetObject = Find("DotNetObject");
        DotNetFunction = Find("DotNetFunction");
        Input = Find("Input");
        FileWrapper = Find("FileWrapper");
        Body = Find("Body");
        Loader = Find("Loader");
        App = Find("App");
        DescribeFunction = Find("describe");
        HandleName = PyString.Interned("_handle");
        ForkedChild.Install();
        Errors = New(Find("Errors"));
        EmptyInput = New(Input, 0);
    }

    /// <summary>Runs Serving.py, which only those need who run a Python server. The GIL is held.</summary>
    internal static void LoadServing() => Run("Composer.Python.Serving.py");

    /// <summary>Runs Greenlets.py, which only those need who call from greenlets. The GIL is held.</summary>
    internal static void LoadGreenlets() => Run("Composer.Python.Greenlets.py");

    /// <summary>A class or function of the module: borrowed.</summary>
    internal static nint Find(string name)
    {
        using var key = Owned.OrThrow(PyString.New(name));
        var value = Py.GetItem(_module, key.Pointer);
        return value != 0 ? value : throw new InvalidOperationException($"Shim.py has no '{name}'");
    }

    /// <summary>An instance of a class that takes a handle: new.</summary>
    internal static nint New(nint type, long handle)
    {
        using var number = Owned.OrThrow(Py.NewLong(handle));
        var arguments = stackalloc nint[2];
        arguments[1] = number.Pointer;
        return Owned.OrThrow(Py.Vectorcall(type, arguments + 1, 1 | Py.ArgumentsOffset, 0)).Pointer;
    }

    /// <summary>A datetime, date or time: new.</summary>
    internal static nint NewDate(IFormattable value)
    {
        using var text = Owned.OrThrow(PyString.New(value.ToString("O", CultureInfo.InvariantCulture)));
        var arguments = stackalloc nint[2];
        arguments[1] = text.Pointer;
        return Owned.OrThrow(Py.Vectorcall(Find(value switch { DateOnly => "date", TimeOnly => "time", _ => "moment" }), arguments + 1, 1 | Py.ArgumentsOffset, 0)).Pointer;
    }

    /// <summary>What a factory <c>module:name</c> returns: new.</summary>
    /// <param name="factory">Its name.</param>
    /// <param name="number">Its first argument, if not 0.</param>
    /// <param name="others">The other ones.</param>
    internal static nint Make(string factory, long number, IReadOnlyList<object?> others)
    {
        var arguments = stackalloc nint[others.Count + 2];
        var count = 0;
        try
        {
            if (number != 0)
            {
                arguments[++count] = Owned.OrThrow(Py.NewLong(number)).Pointer;
            }
            for (var i = 0; i < others.Count; i++)
            {
                arguments[++count] = Owned.OrThrow(Conversion.ToPython(others[i])).Pointer;
            }
            return Owned.OrThrow(Py.Vectorcall(FactoryOf(factory), arguments + 1, (nuint)count | Py.ArgumentsOffset, 0)).Pointer;
        }
        finally
        {
            for (; count > 0; count--)
            {
                Py.DecRef(arguments[count]);
            }
        }
    }

    // Kept for ever, as the module is.
    private static nint FactoryOf(string factory)
    {
        if (!Factories.TryGetValue(factory, out var made))
        {
            using var name = Owned.OrThrow(PyString.New(factory));
            var arguments = stackalloc nint[2];
            arguments[1] = name.Pointer;
            made = Factories[factory] = Owned.OrThrow(Py.Vectorcall(Find("load"), arguments + 1, 1 | Py.ArgumentsOffset, 0)).Pointer;
        }
        return made;
    }

    /// <summary>Tells the object of an <see cref="Composer.Wsgi.IPythonObject"/> that the C# one changed.</summary>
    internal static void Refresh(nint made)
    {
        using var name = Owned.OrThrow(PyString.New("refresh"));
        using var method = Owned.OrThrow(Py.GetAttr(made, name.Pointer));
        var arguments = stackalloc nint[1];
        using var done = Owned.OrThrow(Py.Vectorcall(method.Pointer, arguments + 1, 0 | Py.ArgumentsOffset, 0));
    }

    /// <summary>The handle of an instance.</summary>
    internal static long HandleOf(nint instance)
    {
        using var number = Owned.OrThrow(Py.GetAttr(instance, HandleName));
        int overflow;
        return Py.LongOverflow(number.Pointer, &overflow);
    }

    /// <summary>A Python exception that carries a C# one.</summary>
    internal static Owned NewError(Exception error)
    {
        if (error is PythonRaise wanted)
        {
            return NewError(wanted);
        }
        using var message = Owned.OrThrow(PyString.New(error.Message));
        using var type = Owned.OrThrow(PyString.New(error.GetType().Name));
        using var details = Owned.OrThrow(PyString.New(error.ToString()));
        using var handle = Owned.OrThrow(Py.NewLong(Handles.Add(error)));
        var arguments = stackalloc nint[5];
        arguments[1] = message.Pointer;
        arguments[2] = type.Pointer;
        arguments[3] = details.Pointer;
        arguments[4] = handle.Pointer;
        return Owned.OrThrow(Py.Vectorcall(ClassOf(error), arguments + 1, 4 | Py.ArgumentsOffset, 0));
    }

    private static Owned NewError(PythonRaise wanted)
    {
        using var type = Owned.OrThrow(PyString.New(wanted.TypeName));
        using var message = Owned.OrThrow(PyString.New(wanted.Message));
        var arguments = stackalloc nint[3];
        arguments[1] = type.Pointer;
        arguments[2] = message.Pointer;
        return Owned.OrThrow(Py.Vectorcall(Find("new_error"), arguments + 1, 2 | Py.ArgumentsOffset, 0));
    }

    /// <summary>The C# exception for a Python one, whose reference it takes over.</summary>
    internal static Exception Describe(nint error)
    {
        var holder = PythonObject.Own(error);
        var arguments = stackalloc nint[3];
        arguments[1] = error;
        arguments[2] = PythonThread.Current?.Mirror is { Dict: not 0 } mirror ? mirror.Dict : Py.None;
        var parts = Py.Vectorcall(DescribeFunction, arguments + 1, 2 | Py.ArgumentsOffset, 0);
        if (parts == 0)
        {
            if (Py.ErrorMatches(*(nint*)LibPython.Symbol("PyExc_Exception")) == 0)
            {
                return PythonError.Take(); // a signal's handler raised it meanwhile
            }
            Py.ErrorClear();
            return new PythonException("an exception that cannot be described", "", "", holder, null);
        }
        using var described = new Owned(parts);
        int overflow;
        var inner = Handles.Get(Py.LongOverflow(Py.TupleItem(parts, 3), &overflow)) as Exception;
        var answer = Py.TupleItem(parts, 5);
        var exception = new PythonException(
            PyString.Read(Py.TupleItem(parts, 0)), PyString.Read(Py.TupleItem(parts, 1)), PyString.Read(Py.TupleItem(parts, 2)), holder, inner)
        {
            Answer = answer == Py.None ? null : answer == error ? holder : PythonObject.Share(answer),
            IsInterrupt = Py.TupleItem(parts, 6) == Py.True,
        };
        exception.Data["python.expected"] = Py.TupleItem(parts, 4) == Py.True;
        return exception;
    }

    /// <summary>Adds to a Python exception its note, and the calls of the C# components that it came through.</summary>
    internal static void AddCalls(nint error, Exception passed)
    {
        const string Call = "at ";
        var calls = (passed.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith(Call, StringComparison.Ordinal) && !line.StartsWith("at Composer.Python.", StringComparison.Ordinal) && !line.StartsWith("at System.", StringComparison.Ordinal))
            .Select(line => line[Call.Length..])
            .Reverse().ToList();
        if (calls.Count == 0 && passed is WsgiViolation)
        {
            return; // of start_response, which Python calls without a seam
        }
        using var text = Owned.OrThrow(PyString.New(string.Join('\n', calls)));
        using var note = Owned.OrThrow(PyString.New((passed as PythonException)?.Note ?? (passed as PythonRaise)?.Note ?? ""));
        var arguments = stackalloc nint[4];
        arguments[1] = error;
        arguments[2] = text.Pointer;
        arguments[3] = note.Pointer;
        using var done = Owned.OrThrow(Py.Vectorcall(Find("add_calls"), arguments + 1, 3 | Py.ArgumentsOffset, 0));
    }

    private static nint ClassOf(Exception error) => error switch
    {
        IOException => DotNetIOError,
        KeyNotFoundException => DotNetLookupError,
        _ => DotNetError,
    };

    private static nint New(nint type)
    {
        var arguments = stackalloc nint[1];
        return Owned.OrThrow(Py.Vectorcall(type, arguments + 1, 0 | Py.ArgumentsOffset, 0)).Pointer;
    }

    private static void Run(string file)
    {
        using var stream = typeof(Shim).Assembly.GetManifestResourceStream(file)!; // embedded by the project file
        using var reader = new StreamReader(stream);
        Execute(reader.ReadToEnd());
    }

    private static void Execute(string source)
    {
        const int FileInput = 257;
        fixed (byte* text = Encoding.UTF8.GetBytes(source + "\0"), name = "<composer>"u8)
        {
            using var code = Owned.OrThrow(Py.CompileString(text, name, FileInput));
            using var builtins = Owned.OrThrow(PyString.New("builtins"));
            using var module = Owned.OrThrow(Py.ImportModule(builtins.Pointer));
            using var key = Owned.OrThrow(PyString.New("__builtins__"));
            _ = Py.SetItem(_module, key.Pointer, module.Pointer);
            using var done = Owned.OrThrow(Py.EvalCode(code.Pointer, _module, _module));
        }
    }
}
