// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What was found of a session before anybody asked for it: good for a moment, and as long as this process does not change the session.</summary>
/// <param name="id">The session.</param>
/// <param name="clock">The time.</param>
internal sealed class EarlyFind(string id, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly long _began = clock.GetTimestamp();
    private readonly int _version = SessionVersions.Of(id);
    private Task<FoundSession?>? _found;

    /// <summary>What was found, or the error; null when that may be another one by now.</summary>
    public Task<FoundSession?>? Fresh => SessionVersions.Of(id) == _version && clock.GetElapsedTime(_began) < Moment ? _found : null;

    /// <summary>Looks.</summary>
    /// <returns>False when that failed, which is nobody's error yet.</returns>
    public async ValueTask<bool> LookAsync(ISessionKeeper keeper, RequestSession session)
    {
        _found = keeper.FindAsync(session, CancellationToken.None).AsTask();
        await ((Task)_found).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _found.IsCompletedSuccessfully;
    }
}
