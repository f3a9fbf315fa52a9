// SPDX-License-Identifier: MIT
using System.IO.Enumeration;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Headers for some paths: lines of a pattern, a name, a colon and a value. They look at the decoded path, so that no spelling of it gets around them.</summary>
internal sealed class HeaderRules
{
    private readonly (string Pattern, string Name, string Value)[] _rules;

    /// <exception cref="ArgumentException">A line is not a rule.</exception>
    public HeaderRules(string lines)
    {
        _rules = [.. lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>Sets the headers of every rule whose pattern fits; <c>*</c> stands for anything, slashes included.</summary>
    public void Apply(string path, HeaderList headers)
    {
        foreach (var (pattern, name, value) in _rules)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false))
            {
                headers[name] = value;
            }
        }
    }

    private static (string Pattern, string Name, string Value) Parse(string line)
    {
        var space = line.IndexOfAny([' ', '\t']);
        var colon = line.IndexOf(':', Math.Max(space, 0));
        if (space < 0 || colon < space)
        {
            throw BadSetting.Of(nameof(StaticOptions.Headers), $"headers: '{line}' is not a rule; write for instance /assets/* Cache-Control: max-age=3600");
        }
        var (name, value) = (line[space..colon].Trim(), line[(colon + 1)..].Trim());
        return HeaderList.Problem(name, value) is { } problem
            ? throw BadSetting.Of(nameof(StaticOptions.Headers), $"headers: in '{line}' {problem}")
            : (line[..space], name, value);
    }
}
