// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A value of the environ that is a C# object for C#, and an object of Python's own for Python.</summary>
/// <remarks>The Python object is made when the environ first crosses; a pipeline without Python never makes one. Read in C# again, the value is the C# object, unless Python has put another in its place.</remarks>
public interface IPythonObject
{
    /// <summary>The Python callable that makes the object: <c>package.module:name</c>.</summary>
    string Factory { get; }

    /// <summary>What it is called with; a <see cref="PythonFunction"/> among them is how the object calls back.</summary>
    IReadOnlyList<object?> Arguments { get; }

    /// <summary>What the object asks C#, where a function among the arguments costs too much: the factory gets a number before them, for <c>_composer.native_ask(number, …)</c> and <c>native_call</c>. It is worth nothing once the request is over.</summary>
    PythonFunction? Answers => null;

    /// <summary>Whether the Python object is behind: its method <c>refresh()</c> is called before Python code goes on, if the C# object was put into the environ again after it changed.</summary>
    bool IsStale => false;
}
