// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>One rule of <c>rewrite</c>.</summary>
internal sealed partial class RewriteRule
{
    private static readonly int[] Statuses = [301, 302, 303, 307, 308];

    private readonly Regex _regex;
    private readonly string _site;
    private readonly string _path;
    private readonly string? _query;

    private RewriteRule(Regex regex, string target, int? status)
    {
        _regex = regex;
        Status = status;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        (var place, _query) = mark < 0 ? (target, null) : (target[..mark], target[(mark + 1)..]);
        var begin = place.StartsWith('/') ? 0 : place.IndexOf('/', place.IndexOf("://", StringComparison.Ordinal) + 3) is var slash and >= 0 ? slash : place.Length;
        (_site, _path) = (place[..begin], place[begin..]);
    }

    /// <summary>The status of a redirect; null when only the app sees the new path.</summary>
    public int? Status { get; }

    /// <summary>Understands <c>REGEX TARGET [STATUS]</c>.</summary>
    /// <exception cref="ArgumentException">The line is none.</exception>
    public static RewriteRule Parse(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (2 or 3))
        {
            throw Bad(line, "is not 'REGEX TARGET [STATUS]'");
        }
        var status = words.Length == 2 ? (int?)null : int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Statuses.Contains(number)
            ? number
            : throw Bad(line, $"ends with '{words[2]}', which does not redirect; use 301, 302, 303, 307 or 308");
        var target = words[1];
        var isUrl = Uri.TryCreate(target, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && !target.AsSpan(0, target.IndexOf("//", StringComparison.Ordinal) + 2).Contains('$');
        if (isUrl ? status is null : !target.StartsWith('/'))
        {
            throw Bad(line, isUrl ? "leads to another site: write a status behind it, 302 for instance" : $"has the target '{target}', which is neither a path (/new/$1) nor a URL");
        }
        try
        {
            return new RewriteRule(new Regex(words[0], RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline), target, status);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Bad(line, $"holds a regular expression that cannot be used: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Where a path leads; null when the rule does not fit.</summary>
    /// <param name="path">PATH_INFO. One that is no UTF-8 is matched byte by byte, and its bytes stay what they are.</param>
    /// <param name="query">QUERY_STRING.</param>
    public RewriteTarget? Apply(string path, string query)
    {
        var isText = NativeText.TryRead(path, out var text);
        if (_regex.Match(isText ? text : path) is not { Success: true } match)
        {
            return null;
        }
        // "//host" would be another site.
        return new(_site, "/" + Filled(_path, match, isText, static value => value).TrimStart('/'), Query(match, isText, query));
    }

    // As nginx has it: the query of the request follows that of the target; a question mark at the end drops it.
    private string Query(Match match, bool isText, string query)
    {
        if (string.IsNullOrEmpty(_query))
        {
            return _query is null ? query : "";
        }
        // What was captured is one value: an "&" in it begins no other.
        var own = UrlPath.EscapeQuery(Filled(_query, match, isText, value => UrlPath.EscapeValue(isText ? NativeText.Of(value) : value)));
        return query.Length == 0 ? own : own + "&" + query;
    }

    // A native string: the target with what was captured in it.
    private static string Filled(string target, Match match, bool isText, Func<string, string> escape)
    {
        var filled = Placeholder().Replace(isText ? target : NativeText.Of(target), place =>
        {
            var name = place.Value.Trim('$', '{', '}');
            return name.Length == 0 ? "$" : match.Groups.ContainsKey(name) ? escape(match.Groups[name].Value) : place.Value;
        });
        return isText ? NativeText.Of(filled) : filled;
    }

    private static ArgumentException Bad(string line, string problem) => BadSetting.Of(nameof(RewriteOptions.Rules), $"the rule '{line}' {problem}");

    [GeneratedRegex(@"\$(?:\$|[0-9]+|\{\w+\})")]
    private static partial Regex Placeholder();
}
