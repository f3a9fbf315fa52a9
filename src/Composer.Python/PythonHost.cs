// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using System.Text;
using Composer.Python.Native;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Python;

/// <summary>CPython in this process: embedded here and never finalized, or the one that started .NET (<see cref="PythonGuest"/>).</summary>
public sealed unsafe partial class PythonHost
{
    private static readonly Lock Gate = new();
    private static PythonHost? _running;

    private readonly PythonOptions _options;
    private readonly PythonPool _pool;
    private readonly Dictionary<int, nint> _templates = [];

    private PythonHost(PythonOptions options, Interpreter interpreter)
    {
        _options = options;
        Interpreter = interpreter;
        _pool = new PythonPool("main", options.Threads, options.Queue) { IsCommon = true };
    }

    private PythonHost(PythonOptions options, Interpreter interpreter, ILoggerFactory logs)
        : this(options, interpreter)
    {
        var ready = new TaskCompletionSource();
        _pool.StartMain(() =>
        {
            try
            {
                Initialize(logs);
                ready.SetResult();
            }
            catch (Exception e)
            {
                ready.SetException(e);
                throw new ThreadInterruptedException("Python did not start", e);
            }
        });
        ready.Task.GetAwaiter().GetResult();
    }

    /// <summary>The one that runs; asked for by code that Python called.</summary>
    internal static PythonHost Running => _running!; // Python calls only when it runs

    /// <summary>The Python that runs.</summary>
    public Interpreter Interpreter { get; }

    /// <summary>Starts Python, or returns the one that runs: its options then stay as they are.</summary>
    /// <exception cref="PythonUnavailable">It cannot be embedded.</exception>
    public static PythonHost Start(PythonOptions options, ILoggerFactory logs)
    {
        lock (Gate)
        {
            return _running ??= new PythonHost(options, PythonLocator.Find(options.Python), logs);
        }
    }

    /// <summary>Imports <c>package.module:attribute.path</c>, or a module.</summary>
    /// <exception cref="PythonException">Python could not.</exception>
    public object Import(string reference) => Do(_ =>
    {
        using var name = Owned.OrThrow(PyString.New(reference));
        var arguments = stackalloc nint[2];
        arguments[1] = name.Pointer;
        return PythonObject.Own(Owned.OrThrow(Py.Vectorcall(Shim.Find("load"), arguments + 1, 1 | Py.ArgumentsOffset, 0)).Pointer);
    });

    /// <summary>Calls a Python object.</summary>
    /// <param name="callable">What <see cref="Import"/> or another call returned.</param>
    /// <param name="positional">Values; see <see cref="PythonFunction"/> for functions, <see cref="PythonLoader"/> for loaders.</param>
    /// <param name="keywords">Keyword arguments, in order.</param>
    public object? Call(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords) => Do(_ =>
    {
        using var target = Owned.OrThrow(Conversion.ToPython(callable));
        using var arguments = Owned.OrThrow(Conversion.NewTuple(positional));
        using var named = Owned.OrThrow(Conversion.NewDict(keywords));
        using var call = Owned.OrThrow(Py.NewTuple(3));
        SetShared(call.Pointer, 0, target.Pointer);
        SetShared(call.Pointer, 1, arguments.Pointer);
        SetShared(call.Pointer, 2, named.Pointer);
        using var result = Owned.OrThrow(Py.Call(Shim.Find("call"), call.Pointer, 0));
        return Conversion.FromPython(result.Pointer);
    });

    /// <summary>A WSGI callable as an app of the pipeline; a C# app that only passed through Python is itself again.</summary>
    /// <param name="callable">The Python object.</param>
    /// <param name="name">For messages.</param>
    /// <param name="threads">How many threads may run this app at once, or null for the common ones.</param>
    public IWsgiApp AsApp(object callable, string name, int? threads)
    {
        if (callable is IWsgiApp app)
        {
            return app;
        }
        if (callable is not PythonObject target)
        {
            throw new ArgumentException($"{name}: a WSGI app must be callable, not {callable}");
        }
        var pool = threads is { } count ? new PythonPool(name, count, _options.Queue) { Template = TemplateFor(count) } : _pool;
        return new PythonApp(target, name, pool);
    }

    /// <summary>A Python function for C# components that call it with an environ.</summary>
    /// <param name="function">What <see cref="Import"/> returned.</param>
    /// <exception cref="ArgumentException">It is not callable.</exception>
    public IPythonCallable AsCallable(object function) => function is PythonObject target && Do(_ => Py.IsCallable(target.Pointer) != 0)
        ? new PythonCallable(target, _pool)
        : throw new ArgumentException("it is not a function");

    /// <summary>Reads <c>[loggers]</c> and its sections from an INI file or its text, as <c>logging.config.fileConfig</c> does, keeping the loggers that exist.</summary>
    /// <param name="source">The file's path; or a text of several lines.</param>
    /// <param name="defaults">Values for <c>%(name)s</c>.</param>
    public void LoadLogging(string source, IReadOnlyDictionary<string, string> defaults) =>
        Call(ShimFunction("load_logging"), [source, defaults.ToDictionary(item => item.Key, item => (object?)item.Value)], []);

    /// <summary>The items of a dict whose keys are str.</summary>
    /// <param name="dict">A Python dict.</param>
    public IReadOnlyDictionary<string, object?> ItemsOf(object dict) => Do(_ => dict is PythonObject { Pointer: var pointer } && Py.IsDict(pointer)
        ? Conversion.ReadDict(pointer)
        : throw new PythonRaise("TypeError", "a dict is expected"));

    /// <summary>Hands a record to Python's <c>logging</c>; returns before it is written when this is no Python thread.</summary>
    /// <param name="level">How bad it is.</param>
    /// <param name="name">The logger's name.</param>
    /// <param name="text">What is said.</param>
    public void Log(LogLevel level, string name, string text)
    {
        var arguments = new object[] { (int)level * 10, name, text };
        if (PythonThread.Current is { } thread)
        {
            using var gil = Gil.Take(thread);
            Call(ShimFunction("log"), arguments, []);
            return;
        }
        Post(_ => Call(ShimFunction("log"), arguments, []));
    }

    /// <summary>Has something done on a Python thread, with the GIL held; nobody waits for it.</summary>
    internal void Post(Action<PythonThread> action) => _pool.Add(new PythonAction<bool>(thread =>
    {
        action(thread);
        return true;
    }));

    private PythonObject ShimFunction(string name) => Do(_ => PythonObject.Share(Shim.Find(name)));

    private T Do<T>(Func<PythonThread, T> run)
    {
        if (PythonThread.Current is { } thread)
        {
            using var gil = Gil.Take(thread);
            return run(thread);
        }
        var action = new PythonAction<T>(run);
        _pool.Add(action);
        return action.Result.GetAwaiter().GetResult();
    }

    private void Initialize(ILoggerFactory logs)
    {
        LibPython.Load(Interpreter.Library());
        PythonHome.Hide();
        Start(Interpreter.Executable);
        CheckLayout(Interpreter.Version);
        _ = PythonThread.OfCaller();
        Bridge.Start(new PythonOutput(logs));
        using var started = Owned.OrThrow(StartShim());
        _pool.Template = TemplateFor(_options.Threads);
    }

    /// <summary>Uses the Python that this process runs. It called, and holds the GIL.</summary>
    internal static PythonHost Join(PythonOptions options, ILoggerFactory logs)
    {
        LibPython.UseRunning();
        CheckLayout("of this process");
        if (Py.CurrentInterpreter() != Py.MainInterpreter())
        {
            throw new PythonUnavailable("C# components run in Python's main interpreter only, and this is a sub-interpreter. With mod_wsgi, write WSGIApplicationGroup %{GLOBAL}");
        }
        _ = PythonThread.OfCaller();
        Bridge.Start(new PythonOutput(logs));
        var host = _running = new PythonHost(options, Describe());
        host._pool.Template = host.TemplateFor(options.Threads);
        using var isUwsgi = Owned.OrThrow(Py.Call(Shim.Find("join"), EmptyTuple(), 0));
        ThreadSignals.Learn();
        ThreadSignals.AreLeftToServer = isUwsgi.Pointer == Py.True;
        GuestThreads.Start();
        return host;
    }

    /// <summary>What the running Python says of itself now: its <c>sys.path</c> may have changed.</summary>
    internal Interpreter AskAgain() => Do(_ => Describe());

    private static Interpreter Describe()
    {
        using var text = Owned.OrThrow(Py.Call(Shim.Find("describe_self"), EmptyTuple(), 0));
        var parts = PyString.Read(text.Pointer).Split('\0');
        return new Interpreter(parts[0], parts[1], parts[2], parts[3..], [], FreeThreaded: false);
    }

    private static nint EmptyTuple() => Owned.OrThrow(Py.NewTuple(0)).Pointer; // CPython has one, for ever

    private static void CheckLayout(string version)
    {
        if (*(nint*)(Py.None + sizeof(nint)) is var type && type != Py.Type(Py.None))
        {
            throw new PythonUnavailable($"Python {version} lays out its objects in a way that this version of Composer does not know");
        }
    }

    private static void Start(string executable)
    {
        if (InitConfig.IsThere)
        {
            InitConfig.Initialize(executable);
            return;
        }
        *(int*)LibPython.Symbol("Py_UTF8Mode") = 1;
        // Python keeps the pointer: the name is never freed.
        var name = OperatingSystem.IsWindows() ? Marshal.StringToHGlobalUni(executable) : Wide(executable);
        Py.SetProgramName(name);
        Py.InitializeEx(0);
    }

    private nint StartShim()
    {
        var function = Shim.Find("start");
        using var arguments = Owned.OrThrow(Conversion.NewTuple(
            [Interpreter.Executable, (string[])[.. _options.Path, .. Interpreter.Path], (string[])["compose"]]));
        return Py.Call(function, arguments.Pointer, 0);
    }

    // One for apps that run on several threads and one for those that do not: wsgi.multithread tells the truth. Kept for ever.
    private nint TemplateFor(int threads)
    {
        lock (_templates)
        {
            if (!_templates.TryGetValue(Math.Min(threads, 2), out var template))
            {
                template = Do(_ => EnvironTemplate.New(threads > 1));
                _templates[Math.Min(threads, 2)] = template;
            }
            return template;
        }
    }

    private static void SetShared(nint tuple, nint index, nint item)
    {
        Py.IncRef(item);
        _ = Py.SetTupleItem(tuple, index, item);
    }

    private static nint Wide(string text)
    {
        var bytes = Encoding.UTF32.GetBytes(text + "\0");
        var memory = (nint)NativeMemory.Alloc((nuint)bytes.Length);
        Marshal.Copy(bytes, 0, memory, bytes.Length);
        return memory;
    }
}
