// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Stands where a Python function was only checked, not imported.</summary>
internal sealed class UnbuiltCallable : IPythonCallable
{
    private UnbuiltCallable()
    {
    }

    public static UnbuiltCallable Instance { get; } = new();

    public ValueTask<object?> CallAsync(Environ environ, params IReadOnlyList<object?> arguments) => throw NotImported();

    public ValueTask<object?> CallAloneAsync(Environ environ, params IReadOnlyList<object?> arguments) => throw NotImported();

    public ValueTask<bool> AskAsync(Environ environ, params IReadOnlyList<object?> arguments) => throw NotImported();

    private static InvalidOperationException NotImported() => new("this Python function was not imported: the config was only checked");
}
