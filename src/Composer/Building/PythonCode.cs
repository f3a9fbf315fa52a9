// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Python as a component may use it.</summary>
/// <param name="python">The interpreter, or null where the config is only checked.</param>
/// <param name="name">The component's section, for messages.</param>
internal sealed class PythonCode(IPython? python, string name) : IPythonCode
{
    public bool IsRunning => python?.IsRunning ?? false;

    public IWsgiApp Around(string factory, IWsgiApp next, params IReadOnlyList<object?> arguments)
    {
        var running = python ?? throw new InvalidOperationException("the config was only checked: Python does not run");
        var made = running.Call(running.Import(factory), [next, .. arguments], []);
        return running.AsApp(made ?? throw new InvalidOperationException($"'{factory}' returned None"), name, null);
    }
}
