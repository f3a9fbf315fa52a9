// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A Python function that a setting names as <c>package.module:function</c>. A property of this type in an options record is all it takes: the function is imported when the site is built.</summary>
public interface IPythonCallable
{
    /// <summary>Calls the function on a Python thread.</summary>
    /// <param name="environ">The first argument: the dict that Python components get; what the function changes in it is seen here.</param>
    /// <param name="arguments">The others: text, numbers, bytes, lists, or anything else, which is itself again when it comes back.</param>
    /// <returns>What it returned: None is null, and objects without a C# type are opaque.</returns>
    ValueTask<object?> CallAsync(Environ environ, params IReadOnlyList<object?> arguments);

    /// <summary>Calls the function without the environ, which costs less.</summary>
    /// <param name="environ">Whose request it is for.</param>
    /// <param name="arguments">All arguments.</param>
    ValueTask<object?> CallAloneAsync(Environ environ, params IReadOnlyList<object?> arguments);

    /// <summary>As <see cref="CallAsync"/>; whether Python takes the result for true.</summary>
    ValueTask<bool> AskAsync(Environ environ, params IReadOnlyList<object?> arguments);
}
