// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>A requirement for a path and everything below it, for all methods or for some.</summary>
/// <param name="Path">Without a slash at its end; empty for the root. A native string.</param>
/// <param name="Methods">Which methods; none means all.</param>
/// <param name="Requirement">What is demanded.</param>
internal sealed partial record AccessRule(string Path, IReadOnlyList<string> Methods, Requirement Requirement)
{
    /// <summary>Reads <c>/path</c> or <c>POST,PUT /path</c>, and what it demands.</summary>
    /// <exception cref="FormatException">One of the two is ill-formed.</exception>
    public static AccessRule Parse(string key, string requirement)
    {
        var match = Key().Match(key);
        if (!match.Success)
        {
            throw new FormatException($"'{key}' is neither a setting nor a path; write for instance /admin = group admin, or POST,PUT /admin = group admin");
        }
        var path = match.Groups["path"].Value;
        if (path.Contains("//", StringComparison.Ordinal) || path.Split('/').Any(segment => segment is "." or "..") || path.AsSpan().IndexOfAny("\\;%*?") >= 0)
        {
            throw new FormatException($"the path '{path}' is compared with the decoded path, segment by segment: write it without //, dot segments, %, *, ?, ; and \\");
        }
        var methods = match.Groups["methods"].Value.Split((char[])[',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return new AccessRule(NativeText.Of(path.TrimEnd('/')), methods, Requirement.Parse(requirement));
    }

    /// <summary>Whether it is about a method; HEAD is a kind of GET.</summary>
    public bool IsFor(string method) => Methods.Count == 0 || Methods.Contains(method) || (method == "HEAD" && Methods.Contains("GET"));

    [GeneratedRegex(@"^(?<methods>[A-Z][A-Z-]*([ ,]+[A-Z][A-Z-]*)*)?\s*(?<path>/.*)$")]
    private static partial Regex Key();
}
