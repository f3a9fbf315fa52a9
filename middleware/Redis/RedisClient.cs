// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Middleware;

/// <summary>Asks a Redis. All share one connection, which is opened when it is first needed, and again when it broke.</summary>
/// <param name="address">Where it is.</param>
/// <param name="patience">How long to wait for an answer, or for a connection.</param>
internal sealed class RedisClient(RedisAddress address, TimeSpan patience) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private volatile RedisConnection? _open;
    private Task<RedisConnection>? _opening;
    private bool _isDisposed;

    // What took long to fail is not tried again for as long: else every request would wait for it.
    private long _failed;
    private TimeSpan _failedIn;

    /// <summary>Asks. What comes back is null, a <c>long</c>, <c>byte[]</c> for any text, or <c>object?[]</c>.</summary>
    /// <exception cref="RedisException">It cannot be reached, or says that something is wrong.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public ValueTask<object?> AskAsync(params ReadOnlySpan<RedisWord> command) =>
        _open is { IsBroken: false } connection ? connection.AskAsync(command) : OpenAndAskAsync(command.ToArray());

    /// <summary>Has Redis run a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="key">Its one key.</param>
    /// <param name="arguments">What else it gets.</param>
    public async ValueTask<object?> RunAsync(RedisScript script, string key, params RedisWord[] arguments)
    {
        try
        {
            return await AskAsync(["EVALSHA", script.Name, 1, key, .. arguments]);
        }
        catch (RedisException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await AskAsync(["EVAL", script.Text, 1, key, .. arguments]);
        }
    }

    /// <summary>Ends the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }
        if (_opening is { } opening)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _open?.Dispose();
    }

    private async ValueTask<object?> OpenAndAskAsync(RedisWord[] command) => await (await OpenAsync()).AskAsync(command);

    private Task<RedisConnection> OpenAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var isUsable = _opening switch
            {
                null => false,
                { IsCompletedSuccessfully: true } => !_opening.Result.IsBroken,
                { IsCompleted: true } => Stopwatch.GetElapsedTime(_failed) < _failedIn,
                _ => true,
            };
            return isUsable ? _opening! : _opening = Connect(); // there is one when it is usable
        }
    }

    // The connection outlives the request that happened to need it first, and must keep nothing of it.
    private Task<RedisConnection> Connect()
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(ConnectAsync);
        }
    }

    private async Task<RedisConnection> ConnectAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var time = new CancellationTokenSource(patience);
        try
        {
            var connection = await RedisConnection.OpenAsync(address, patience, time.Token);
            _open = connection;
            return connection;
        }
        catch (Exception error)
        {
            (_failed, _failedIn) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(began));
            throw error is OperationCanceledException ? new TimeoutException($"no connection to Redis within {patience.TotalSeconds} s") : error;
        }
    }
}
