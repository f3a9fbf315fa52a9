// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>What the loader asks of Python. The command line connects it to the bridge; nothing here starts an interpreter but <see cref="Import"/> and <see cref="Call"/>.</summary>
public interface IPython
{
    /// <summary>The interpreter that would run, found without starting the embedded one.</summary>
    PythonInstallation Installation { get; }

    /// <summary>What to do when something is not installed for this Python, for hints.</summary>
    string Remedy => PythonPackages.AnotherPython;

    /// <summary>Whether the interpreter was started.</summary>
    bool IsRunning { get; }

    /// <summary>Imports <c>package.module:attribute.path</c> (or a module alone) and returns the Python object.</summary>
    object Import(string reference);

    /// <summary>Calls a Python object that <see cref="Import"/> or another call returned.</summary>
    /// <param name="callable">The Python object.</param>
    /// <param name="positional">Strings, numbers, dictionaries (become dicts), Python objects, <see cref="IWsgiApp"/> (becomes a WSGI callable), <see cref="IPythonLoader"/>.</param>
    /// <param name="keywords">Passed as keywords, in this order; names may hold any characters.</param>
    /// <returns>The result: a string, a number, or a Python object.</returns>
    object? Call(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords);

    /// <summary>Calls a Python object that serves an app until it is told to stop, on the thread that Python considers main.</summary>
    /// <param name="callable">The Python object.</param>
    /// <param name="positional">As in <see cref="Call"/>.</param>
    /// <param name="keywords">As in <see cref="Call"/>.</param>
    /// <param name="stop">Makes it return, as Ctrl+C would, once no request runs any more.</param>
    Task ServeAsync(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords, CancellationToken stop);

    /// <summary>A WSGI callable as an app of the pipeline; a C# app that only passed through Python is unwrapped.</summary>
    /// <param name="callable">The Python object.</param>
    /// <param name="name">The section's name, for messages.</param>
    /// <param name="threads">How many threads may run this app at once, or null for the common ones.</param>
    IWsgiApp AsApp(object callable, string name, int? threads);

    /// <summary>A Python function for C# components that call it with an environ.</summary>
    /// <param name="function">The Python object.</param>
    /// <exception cref="ArgumentException">It is not callable.</exception>
    IPythonCallable AsCallable(object function);
}

/// <summary>A Python interpreter on this machine.</summary>
/// <param name="Executable">Its path.</param>
/// <param name="Version">As <c>3.11.2</c>.</param>
/// <param name="Path">Its <c>sys.path</c>, virtual environment and <c>.pth</c> files included.</param>
public sealed record PythonInstallation(string Executable, string Version, IReadOnlyList<string> Path);

/// <summary>The <c>loader</c> that a Python composite factory is called with (Paste Deploy's ConfigLoader).</summary>
public interface IPythonLoader
{
    /// <summary><c>get_app(name_or_uri=None, global_conf=None)</c>: an <see cref="IWsgiApp"/> or a Python object.</summary>
    object GetApp(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf);

    /// <summary><c>get_filter</c>: a Python object, or a <c>Func&lt;IWsgiApp, IWsgiApp&gt;</c>.</summary>
    object GetFilter(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf);

    /// <summary><c>get_server</c>: a Python object, or an <see cref="IWsgiServer"/>.</summary>
    object GetServer(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf);

    /// <summary><c>app_context</c>, <c>filter_context</c>, <c>server_context</c>: the attributes of Paste Deploy's LoaderContext (<c>name</c>, <c>global_conf</c>, <c>local_conf</c>, <c>distribution</c>, <c>entry_point_name</c> …).</summary>
    /// <param name="kind">app, filter or server.</param>
    /// <param name="nameOrUri">As in <see cref="GetApp"/>.</param>
    /// <param name="globalConf">As in <see cref="GetApp"/>.</param>
    IReadOnlyDictionary<string, object?> GetContext(string kind, string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf);
}
