// SPDX-License-Identifier: MIT
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>Python for components under test: the embedded one of the test process.</summary>
internal sealed class PythonParts : IPythonCode
{
    public bool IsRunning { get; init; } = true;

    public object? Call(string function, params IReadOnlyList<object?> arguments) => Embedded.Host.Call(Embedded.Host.Import(function), arguments, []);

    IPythonCallable IPythonCode.Function(string function) => Embedded.Host.AsCallable(Embedded.Host.Import(function));

    public IWsgiApp Around(string factory, IWsgiApp next, params IReadOnlyList<object?> arguments) => Embedded.Host.AsApp(Call(factory, [next, .. arguments]) ?? factory, factory, null);

    /// <summary>A function of parts.py.</summary>
    public static IPythonCallable Function(string name) => Embedded.Host.AsCallable(Embedded.Host.Import("parts:" + name));

    /// <summary>An app of parts.py, as the component gets it.</summary>
    public static IWsgiApp App(string name) => Embedded.Host.AsApp(Embedded.Host.Import("parts:" + name), name, null);
}
