// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A C# function that Python may call, as a value of the environ for instance. It runs on the caller's thread without the GIL, while the request waits for it.</summary>
/// <param name="positional">The positional arguments: text, numbers, bytes, lists; objects without a C# type are opaque.</param>
/// <param name="keywords">The keyword arguments.</param>
/// <returns>The result; an exception becomes a Python exception.</returns>
public delegate ValueTask<object?> PythonFunction(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords);
