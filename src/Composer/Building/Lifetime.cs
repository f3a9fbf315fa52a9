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
    /// <exception cref="ConfigException">Some of them cannot serve; the others are disposed.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        var problems = new DiagnosticList();
        while (_looked < made.Count)
        {
            var next = made[_looked++];
            if (await ProblemOfAsync(next, cancel) is { } problem)
            {
                problems.Add(problem);
                continue;
            }
            _toDispose.Push(next.Instance);
        }
        if (problems.HasErrors)
        {
            await DisposeAsync();
            throw new ConfigException(problems.Sorted());
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

    private static async Task<Diagnostic?> ProblemOfAsync(Made next, CancellationToken cancel)
    {
        if (next.Instance is not IStartable startable)
        {
            return null;
        }
        try
        {
            await startable.StartAsync(cancel);
            return null;
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConfigException))
        {
            return new Diagnostic(Severity.Error, next.Place(error.Message), "start-failed", $"{next.Owner} cannot start: {error.Message}") { Cause = error };
        }
    }
}
