// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Python, for a C# component a part of which is written in it; ask for it in the constructor, and use it from <see cref="IStartable.StartAsync"/> on.</summary>
public interface IPythonCode
{
    /// <summary>Whether Python runs, because something of the site is written in it.</summary>
    bool IsRunning { get; }

    /// <summary>Calls a Python function, and returns what it returned.</summary>
    /// <param name="function"><c>package.module:function</c>; it is imported.</param>
    /// <param name="arguments">Text, numbers, a <see cref="PythonFunction"/>, what another call returned, or null.</param>
    object? Call(string function, params IReadOnlyList<object?> arguments);

    /// <summary>A Python function to be called during requests.</summary>
    /// <param name="function"><c>package.module:function</c>; it is imported.</param>
    IPythonCallable Function(string function);

    /// <summary>Calls a Python factory with the next app, and takes what it returns for the app that is called instead: so a Python part runs on the thread of the Python app below it.</summary>
    /// <param name="factory"><c>package.module:function</c>; it is imported.</param>
    /// <param name="next">Becomes a WSGI callable, its first argument.</param>
    /// <param name="arguments">The others: text, numbers, functions that settings name, or null.</param>
    IWsgiApp Around(string factory, IWsgiApp next, params IReadOnlyList<object?> arguments);
}
