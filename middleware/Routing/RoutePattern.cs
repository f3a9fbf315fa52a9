// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>The path of a route: <c>/books/{id}</c>, <c>/books/{id:[0-9]+}.html</c>, <c>/files/*rest</c>.</summary>
/// <param name="Segments">What stands between the slashes; the last one is empty when the path ends with a slash.</param>
/// <param name="Names">The names of what it captures, in order; without that of the rest.</param>
/// <param name="Rest">The name behind the asterisk, or null.</param>
internal sealed partial record RoutePattern(IReadOnlyList<RouteSegment> Segments, IReadOnlyList<string> Names, string? Rest)
{
    /// <summary>The name of a rest that is the PATH_INFO of the app.</summary>
    public const string PathInfo = "path_info";

    /// <summary>Whether what follows the asterisk becomes the app's PATH_INFO.</summary>
    public bool IsMount => Rest == PathInfo;

    /// <summary>Understands the path of a route.</summary>
    /// <param name="key">The key that it stands in, for messages.</param>
    /// <param name="path">Beginning with a slash, or empty.</param>
    /// <param name="patterns">The regular expressions of names that have none in the path.</param>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static RoutePattern Parse(string key, string path, IReadOnlyDictionary<string, string> patterns)
    {
        var names = new List<string>();
        var segments = new List<RouteSegment>();
        string? rest = null;
        foreach (var text in Split(key, path.Length == 0 ? "/" : path))
        {
            if (rest is not null)
            {
                throw Bad(key, $"goes on after '*{rest}', which takes all that is left of a path");
            }
            if (text.StartsWith('*'))
            {
                rest = Name(key, text[1..], names);
                continue;
            }
            segments.Add(Segment(key, text, patterns, names));
        }
        return new(segments, names, rest);
    }

    private static RouteSegment Segment(string key, string text, IReadOnlyDictionary<string, string> patterns, List<string> names)
    {
        var regex = new StringBuilder();
        var (literal, captures, isFree) = (0, 0, false);
        for (var at = text.IndexOf('{', StringComparison.Ordinal); at >= 0; at = text.IndexOf('{', literal))
        {
            var end = End(key, text, at);
            var (name, colon, expression) = (text[(at + 1)..end], text.IndexOf(':', at, end - at), (string?)null);
            if (colon >= 0)
            {
                (name, expression) = (text[(at + 1)..colon], text[(colon + 1)..end]);
            }
            expression ??= patterns.GetValueOrDefault(name);
            Check(key, expression ?? "");
            names.Add(Name(key, name, names));
            isFree = expression is null && at == 0 && end == text.Length - 1;
            regex.Append(Regex.Escape(text[literal..at])).Append($"(?<v{captures++}>{expression ?? ".+?"})");
            literal = end + 1;
        }
        if (captures == 0)
        {
            return RouteSegment.Literal(NativeText.Of(text));
        }
        return isFree ? RouteSegment.Any : RouteSegment.Matching($@"\A(?:{regex.Append(Regex.Escape(text[literal..]))})\z", captures);
    }

    // Alone, so that the message has what the user wrote.
    private static void Check(string key, string expression)
    {
        try
        {
            _ = new Regex(expression, RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Bad(key, $"holds a regular expression that cannot be used: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    // A regular expression may hold slashes and braces of its own.
    private static IEnumerable<string> Split(string key, string path)
    {
        var from = 1;
        for (var at = 1; at < path.Length; at++)
        {
            if (path[at] == '{')
            {
                at = End(key, path, at);
            }
            else if (path[at] == '/')
            {
                yield return path[from..at];
                from = at + 1;
            }
        }
        yield return path[from..];
    }

    private static int End(string key, string path, int brace)
    {
        var depth = 0;
        for (var at = brace; at < path.Length; at++)
        {
            depth += path[at] == '{' ? 1 : path[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }
        throw Bad(key, "has a '{' without its '}'; an INI key ends at its first colon: write {name} there, and beside it pattern.name = [0-9]+");
    }

    private static string Name(string key, string name, List<string> names)
    {
        if (!Word().IsMatch(name))
        {
            throw Bad(key, $"names '{name}', which is not a name of letters, digits and underscores");
        }
        return names.Contains(name) ? throw Bad(key, $"has the name '{name}' twice") : name;
    }

    private static ArgumentException Bad(string key, string problem) => BadSetting.Of(key, $"the route '{key}' {problem}");

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Word();
}
