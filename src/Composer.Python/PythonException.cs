// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>An exception that Python raised. The message is Python's own last line: <c>ValueError: bad total</c>.</summary>
public sealed class PythonException : Exception
{
    internal PythonException(string message, string typeName, string traceback, PythonObject? error, Exception? inner)
        : base(message, inner)
    {
        TypeName = typeName;
        Traceback = traceback;
        Error = error;
        Data["python.traceback"] = traceback;
    }

    /// <summary>The class of the exception, as <c>ValueError</c>.</summary>
    public string TypeName { get; }

    /// <summary>Python's formatted traceback.</summary>
    public string Traceback { get; }

    /// <summary>What Python prints below the message when the exception goes back to it (PEP 678), or null.</summary>
    public string? Note { get; set; }

    /// <summary>The exception object, to be raised again when the error goes back to Python.</summary>
    internal PythonObject? Error { get; }

    /// <summary>The WSGI callable of an exception that is an HTTP answer; null for all others.</summary>
    internal PythonObject? Answer { get; init; }

    /// <summary>Whether it is none of the app's but wants to end the thread or the process, as <c>KeyboardInterrupt</c> and <c>SystemExit</c>: no <c>Exception</c> in Python.</summary>
    internal bool IsInterrupt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Traceback.TrimEnd()}\n{base.ToString()}";
}
