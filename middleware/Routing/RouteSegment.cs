// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>What may stand between two slashes: a text, anything, or what a regular expression matches.</summary>
internal sealed record RouteSegment
{
    private readonly Regex? _regex;
    private readonly int _captures;

    private RouteSegment(string text, Regex? regex = null, int captures = 0) => (Text, _regex, _captures) = (text, regex, captures);

    /// <summary>Any text that is not empty: <c>{name}</c>.</summary>
    public static RouteSegment Any { get; } = new("{}");

    /// <summary>The text, as PATH_INFO has it; or the regular expression.</summary>
    public string Text { get; }

    public bool IsLiteral => _regex is null && !IsAny;

    public bool IsAny => ReferenceEquals(this, Any);

    public static RouteSegment Literal(string native) => new(native);

    /// <summary>A regular expression with groups v0, v1 …; it takes time in proportion to the text, whatever it is.</summary>
    public static RouteSegment Matching(string regex, int captures) =>
        new(regex, new Regex(regex, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline), captures);

    /// <summary>Adds what a segment of a path has captured; false when it does not match.</summary>
    public bool Match(string text, List<string> captured)
    {
        if (_regex is null)
        {
            captured.Add(text);
            return true;
        }
        if (_regex.Match(text) is not { Success: true } match)
        {
            return false;
        }
        for (var i = 0; i < _captures; i++)
        {
            captured.Add(match.Groups[$"v{i}"].Value);
        }
        return true;
    }
}
