// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>An exception that Python code shall see as one of its own classes, as <c>LookupError</c>.</summary>
/// <param name="typeName">A class of <c>builtins</c>, <c>configparser</c> or <c>importlib.metadata</c>.</param>
/// <param name="message">Its text.</param>
public sealed class PythonRaise(string typeName, string message) : Exception(message)
{
    /// <summary>The name of the class.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>What Python prints below the message (PEP 678), or null.</summary>
    public string? Note { get; init; }
}
