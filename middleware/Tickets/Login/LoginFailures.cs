// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Counts failed logins, so that nobody tries one password after another: by the client's address, and ten times as many by user.</summary>
/// <param name="most">After how many failures from one address there is a pause.</param>
/// <param name="window">How long failures count.</param>
/// <param name="clock">The time.</param>
internal sealed class LoginFailures(int most, TimeSpan window, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private const int UserFactor = 10;
    private const int LongestName = 100;

    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>How long a client has to wait before its next try; zero when it need not.</summary>
    public TimeSpan Pause(Environ environ, string user) => KeysOf(environ, user).Max(found => Left(found.Key, found.Limit));

    /// <summary>Counts a try as failed until <see cref="Undo"/> says otherwise: so many at once are no way around the limit.</summary>
    public void Add(Environ environ, string user)
    {
        if (_counts.Count >= MostKept)
        {
            MakeRoom();
        }
        foreach (var (key, _) in KeysOf(environ, user))
        {
            _counts.AddOrUpdate(key, _ => new Count(1, clock.GetTimestamp()), (_, count) => IsOver(count) ? new Count(1, clock.GetTimestamp()) : count with { Failures = count.Failures + 1 });
        }
    }

    /// <summary>A try was right. Those before it still count: a login of one's own does not pay for guesses at another's.</summary>
    public void Undo(Environ environ, string user)
    {
        foreach (var (key, _) in KeysOf(environ, user))
        {
            while (_counts.TryGetValue(key, out var count) && !_counts.TryUpdate(key, count with { Failures = count.Failures - 1 }, count))
            {
            }
        }
    }

    private TimeSpan Left(string key, int limit) =>
        _counts.TryGetValue(key, out var count) && count.Failures >= limit && !IsOver(count) ? window - clock.GetElapsedTime(count.Since) : TimeSpan.Zero;

    private bool IsOver(Count count) => clock.GetElapsedTime(count.Since) >= window;

    private void MakeRoom()
    {
        foreach (var (key, count) in _counts)
        {
            if (IsOver(count))
            {
                _counts.TryRemove(key, out _);
            }
        }
        if (_counts.Count >= MostKept)
        {
            _counts.Clear();
        }
    }

    // Clients of a Unix socket have no address: they must not all wait for the failures of one.
    private List<(string Key, int Limit)> KeysOf(Environ environ, string user)
    {
        var keys = new List<(string, int)> { ("u" + user[..Math.Min(user.Length, LongestName)], most * UserFactor) };
        if (environ.GetText(EnvironKey.RemoteAddr) is { Length: > 0 } address)
        {
            keys.Add((KeyOf(address), most));
        }
        return keys;
    }

    // One household has a /64 of IPv6.
    private static string KeyOf(string text) =>
        IPAddress.TryParse(text, out var address) && address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? "a" + Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : "a" + text;

    private sealed record Count(int Failures, long Since);
}
