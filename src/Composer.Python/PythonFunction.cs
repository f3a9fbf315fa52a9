// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>A C# function that Python may call: positional and keyword arguments, converted. It runs on the caller's thread without the GIL.</summary>
/// <param name="positional">The positional arguments.</param>
/// <param name="keywords">The keyword arguments.</param>
public delegate ValueTask<object?> PythonFunction(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords);
