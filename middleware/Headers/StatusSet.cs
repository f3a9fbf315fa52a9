// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>Some status codes: single ones and whole classes as <c>4xx</c>; none means all.</summary>
internal sealed class StatusSet
{
    private readonly HashSet<int> _codes = [];

    /// <exception cref="ArgumentException">One of the words is neither.</exception>
    public StatusSet(IEnumerable<string> statuses)
    {
        foreach (var word in statuses)
        {
            _codes.UnionWith(Codes(word));
        }
    }

    public bool Contains(int status) => _codes.Count == 0 || _codes.Contains(status);

    private static IEnumerable<int> Codes(string word)
    {
        if (word is [>= '1' and <= '5', 'x' or 'X', 'x' or 'X'])
        {
            return Enumerable.Range((word[0] - '0') * 100, 100);
        }
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 100 and <= 999
            ? [code]
            : throw BadSetting.Of(nameof(HeadersOptions.Statuses), $"statuses: '{word}' is not a status; write a code (404) or a class (4xx)");
    }
}
