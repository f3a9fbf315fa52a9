// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>The components that were made for somebody: started before they are used, disposed after.</summary>
/// <param name="made">In their order of construction. Those that are added later are started by the next call.</param>
internal sealed class Lifetime(IReadOnlyList<Made> made) : IAsyncDisposable
{
    private readonly Stack<object> _toDispose = new();
    private int _looked;

    /// <summary>Whether something has to be disposed.</summary>
    public bool IsNeeded => _toDispose.Any(instance => instance is IAsyncDisposable);

    /// <summary>Starts the components that open something, inner ones first.</summary>
    /// <exception cref="ConfigException">One of them cannot serve; those before it are disposed.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        while (_looked < made.Count)
        {
            var next = made[_looked++];
            await StartAsync(next, cancel);
            _toDispose.Push(next.Instance);
        }
    }

    /// <summary>Disposes the components in the reverse order of their start.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_toDispose.TryPop(out var instance))
        {
            if (instance is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }
    }

    private async Task StartAsync(Made next, CancellationToken cancel)
    {
        if (next.Instance is not IStartable startable)
        {
            return;
        }
        try
        {
            await startable.StartAsync(cancel);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConfigException))
        {
            await DisposeAsync();
            throw new ConfigException([new Diagnostic(Severity.Error, next.Place(error.Message), "start-failed", $"{next.Owner} cannot start: {error.Message}") { Cause = error }]);
        }
    }
}
