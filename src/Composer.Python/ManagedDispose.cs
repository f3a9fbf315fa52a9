// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>An asynchronous dispose as an operation with a result, for <see cref="PythonThread.RunManaged"/>.</summary>
internal static class ManagedDispose
{
    internal static async ValueTask<bool> Of(IAsyncDisposable left)
    {
        await left.DisposeAsync();
        return true;
    }
}
