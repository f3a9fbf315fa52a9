// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Composer.Middleware;

/// <summary>What belongs to a status: to <c>404</c>, or to all of a kind, <c>4xx</c>.</summary>
/// <typeparam name="T">What belongs to it.</typeparam>
internal sealed class StatusMap<T>
{
    private readonly Dictionary<int, T> _exact = [];
    private readonly Dictionary<int, T> _kinds = [];

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The status, as the user wrote it.</param>
    /// <param name="value">What belongs to it.</param>
    /// <exception cref="ArgumentException">It is no status of an error.</exception>
    public void Add(string key, T value)
    {
        if (key is "4xx" or "5xx")
        {
            _kinds[key[0] - '0'] = value;
            return;
        }
        var isStatus = int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 599;
        _exact[status] = isStatus ? value : throw BadSetting.Of(key, $"'{key}' is not the status of an error; write 404, or 4xx or 5xx for all of a kind");
    }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _exact.Count + _kinds.Count == 0;

    public bool TryFind(int status, [MaybeNullWhen(false)] out T value) => _exact.TryGetValue(status, out value) || _kinds.TryGetValue(status / 100, out value);
}
