// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Locks by name between machines: a name is taken for a while, again and again as long as it is needed, so that it comes free soon after its owner died.</summary>
/// <remarks>Those of one process wait for each other here; only one of them asks the server.</remarks>
internal sealed class LeaseLocks(ILeases leases)
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15);
    private static readonly (TimeSpan First, TimeSpan Longest) Pauses = (TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(50));

    private readonly IdLocks<string> _locks = new();

    /// <summary>Waits for a name; null when it was not to be had in time.</summary>
    public async ValueTask<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancel)
    {
        var owner = SessionId.New();
        var own = await _locks.LockSharedAsync(name, patience, Pauses, () => new(leases.TryTakeAsync(name, owner, Time)), cancel);
        return own is null ? null : new Held(leases, name, owner, own);
    }

    private sealed class Held : IAsyncDisposable
    {
        private readonly ILeases _leases;
        private readonly string _name;
        private readonly string _owner;
        private readonly IAsyncDisposable _own;
        private readonly Timer _renewal;

        public Held(ILeases leases, string name, string owner, IAsyncDisposable own)
        {
            (_leases, _name, _owner, _own) = (leases, name, owner, own);
            _renewal = new Timer(_ => _ = ExtendAsync(), null, Time / 3, Time / 3);
        }

        public async ValueTask DisposeAsync()
        {
            await _renewal.DisposeAsync();
            try
            {
                await _leases.GiveBackAsync(_name, _owner);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Out of reach: the name comes free by itself.
            }
            await _own.DisposeAsync();
        }

        private async Task ExtendAsync()
        {
            try
            {
                await _leases.ExtendAsync(_name, _owner, Time);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Out of reach; tried again in a moment.
            }
        }
    }
}
