// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>How sessions live and die, wherever they are kept.</summary>
/// <param name="Clock">The time.</param>
internal sealed record SessionRules(TimeProvider Clock)
{
    /// <summary>How long an idle session lives; null for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the time of the last access is stored when nothing else is.</summary>
    public bool SavesAccessedTime { get; init; } = true;

    /// <summary>What happens when several requests change one session.</summary>
    public SessionConcurrency Concurrency { get; init; }

    /// <summary>What happens when the store cannot be reached.</summary>
    public OnStoreFailure OnStoreFailure { get; init; }

    /// <summary>How long a request waits for a session that another one holds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an id that was given up still leads to the session.</summary>
    public TimeSpan RegenerateGrace { get; init; }

    /// <summary>Whether a record that cannot be read is no session at all, instead of an error.</summary>
    public bool InvalidatesCorrupt { get; init; } = true;

    /// <summary>How exact the time of the last access is: it is stored that often at most.</summary>
    public TimeSpan AccessGrain => (Timeout ?? TimeSpan.FromDays(1)) / 20;

    /// <summary>How long a store keeps a record that is not touched: the timeout, and what the last access may have been later than stored.</summary>
    public TimeSpan? Lifetime => Timeout + AccessGrain;

    /// <summary>Whether a session was idle for too long.</summary>
    public bool IsOver(SessionRecord record)
    {
        if (Lifetime is not { } lifetime || record.Accessed is not { } accessed)
        {
            return false;
        }
        return (Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - accessed > lifetime.TotalSeconds;
    }
}
