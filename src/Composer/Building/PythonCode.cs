// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Python as a component may use it.</summary>
/// <param name="python">The interpreter, or null where the config is only checked.</param>
/// <param name="name">The component's section, for messages.</param>
internal sealed class PythonCode(IPython? python, string name) : IPythonCode
{
    public bool IsRunning => python?.IsRunning ?? false;

    private IPython Running => python ?? throw new InvalidOperationException("the config was only checked: Python does not run");

    public object? Call(string function, params IReadOnlyList<object?> arguments) => Running.Call(Running.Import(function), arguments, []);

    public IPythonCallable Function(string function) => Running.AsCallable(Running.Import(function));

    public IWsgiApp Around(string factory, IWsgiApp next, params IReadOnlyList<object?> arguments) =>
        Running.AsApp(Call(factory, [next, .. arguments]) ?? throw new InvalidOperationException($"'{factory}' returned None"), name, null);
}
