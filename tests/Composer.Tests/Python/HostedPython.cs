// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Tests.Python;

/// <summary>The loader's way to the embedded Python of the test process.</summary>
internal sealed class HostedPython : IPython
{
    public PythonInstallation Installation { get; } = new("/usr/bin/python3", "3", []);

    public bool IsRunning => true;

    public object Import(string reference) => Embedded.Host.Import(reference);

    public object? Call(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords) =>
        Embedded.Host.Call(callable, positional, keywords);

    public Task ServeAsync(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords, CancellationToken stop) =>
        Embedded.Host.ServeAsync(callable, positional, keywords, stop);

    public IWsgiApp AsApp(object callable, string name, int? threads) => Embedded.Host.AsApp(callable, name, threads);

    public IPythonCallable AsCallable(object function) => Embedded.Host.AsCallable(function);
}
