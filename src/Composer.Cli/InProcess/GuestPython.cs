// SPDX-License-Identifier: MIT
using Composer.Python;
using Composer.Wsgi;

namespace Composer.Cli.InProcess;

/// <summary>The loader's way to the Python that runs this process.</summary>
internal sealed class GuestPython(PythonHost host) : IPython
{
    public PythonInstallation Installation
    {
        get
        {
            var running = PythonGuest.Interpreter(host);
            return new(running.Executable, running.Version, running.Path);
        }
    }

    public string Remedy => $"this is the Python of {PythonGuest.Interpreter(host).Prefix}: install it there, or start the server with the Python that has it";

    public bool IsRunning => true;

    public object Import(string reference) => host.Import(reference);

    public object? Call(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords) =>
        host.Call(callable, [.. positional.Select(BridgedLoader.Crossing)], keywords);

    // Python calls its servers itself.
    public Task ServeAsync(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords, CancellationToken stop) =>
        throw new NotSupportedException("a Python server is run by the Python process itself");

    // An app runs on the threads of the server that calls it: how many those are is the server's matter.
    public IWsgiApp AsApp(object callable, string name, int? threads) => host.AsApp(callable, name, null);

    public IPythonCallable AsCallable(object function) => host.AsCallable(function);
}
