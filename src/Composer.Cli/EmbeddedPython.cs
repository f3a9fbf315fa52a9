// SPDX-License-Identifier: MIT
using Composer.Cli.Packaging;
using Composer.Python;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Cli;

/// <summary>The loader's way to the bridge. Nothing is looked for before it is asked, and Python starts with the first import.</summary>
internal sealed class EmbeddedPython : IPython
{
    private readonly Lazy<PythonOptions> _options;
    private readonly IReadOnlyList<string> _path;
    private readonly Lazy<Interpreter> _interpreter;
    private readonly Lazy<PythonHost> _host;

    /// <param name="python">Which Python.</param>
    /// <param name="path">Folders before its own <c>sys.path</c>.</param>
    /// <param name="options">The rest: asked when Python starts, which may be after it was looked for.</param>
    /// <param name="logs">Where Python's output and logging go.</param>
    /// <param name="started">Called once Python runs, before anything is imported.</param>
    public EmbeddedPython(Func<string?> python, IReadOnlyList<string> path, Func<PythonOptions> options, ILoggerFactory logs, Action<PythonHost> started)
    {
        _path = path;
        _options = new(() => options() with { Python = python(), Path = [.. path, .. Package] });
        _interpreter = new(() => PythonLocator.Find(python()));
        _host = new(() =>
        {
            var host = PythonHost.Start(_options.Value, logs);
            started(host);
            return host;
        });
    }

    // For the objects that Python code expects in the environ. In a wheel it lies where Python looks anyway.
    private static IEnumerable<string> Package => PythonFolder.IsInstalled ? [] : [PythonFolder.Location];

    /// <summary>The running Python, or null when nothing needed one.</summary>
    public PythonHost? Running => _host.IsValueCreated ? _host.Value : null;

    /// <summary>How many threads run Python.</summary>
    public int Threads => _options.Value.Threads;

    public PythonInstallation Installation =>
        new(_interpreter.Value.Executable, _interpreter.Value.Version, [.. _path, .. _interpreter.Value.Path]);

    public bool IsRunning => _host.IsValueCreated;

    public object Import(string reference) => _host.Value.Import(reference);

    public object? Call(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords) =>
        _host.Value.Call(callable, [.. positional.Select(BridgedLoader.Crossing)], keywords);

    public Task ServeAsync(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords, CancellationToken stop) =>
        _host.Value.ServeAsync(callable, positional, keywords, stop);

    public IWsgiApp AsApp(object callable, string name, int? threads) => _host.Value.AsApp(callable, name, threads);

    public IPythonCallable AsCallable(object function) => _host.Value.AsCallable(function);
}
