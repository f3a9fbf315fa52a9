// SPDX-License-Identifier: MIT
using System.IO.Enumeration;

namespace Composer.Middleware;

/// <summary>Which documents get which stylesheets.</summary>
/// <param name="Path">A pattern of the path.</param>
/// <param name="Types">The media types; null means those of the filter.</param>
/// <param name="Profile">The profile that a request must ask for; null means any.</param>
/// <param name="Stylesheets">The stylesheets, each gets what the one before made; none leaves the document as it is.</param>
internal sealed record StylesheetRule(string Path, MediaTypes? Types, string? Profile, IReadOnlyList<string> Stylesheets)
{
    private const string Arrow = "->";
    private const string ProfileWord = "profile=";

    /// <summary>Reads lines of rules.</summary>
    /// <exception cref="ArgumentException">A line is not a rule.</exception>
    public static IReadOnlyList<StylesheetRule> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseLine)];

    /// <summary>Whether it is for a path and a type, the profile apart.</summary>
    public bool Fits(string path, string contentType, MediaTypes otherwise) =>
        FileSystemName.MatchesSimpleExpression(Path, path, ignoreCase: false)
        && (Types ?? otherwise).Contains(contentType);

    private static StylesheetRule ParseLine(string line)
    {
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var arrow = Array.IndexOf(words, Arrow);
        if (arrow < 1 || arrow == words.Length - 1 || (words[0][0] is not ('/' or '*')))
        {
            throw BadSetting.Of(nameof(XsltOptions.Rules), $"rules: '{line}' is not a rule; write for instance /feeds/* application/atom+xml -> feed.xsl page.xsl");
        }
        var conditions = words[1..arrow];
        var types = conditions.Where(word => !word.StartsWith(ProfileWord, StringComparison.Ordinal)).ToList();
        var profile = conditions.LastOrDefault(word => word.StartsWith(ProfileWord, StringComparison.Ordinal))?[ProfileWord.Length..];
        var sheets = words[(arrow + 1)..];
        return new StylesheetRule(words[0], types.Count == 0 ? null : TypesOf(types), profile, sheets is ["none"] ? [] : sheets);
    }

    private static MediaTypes TypesOf(List<string> types)
    {
        try
        {
            return new MediaTypes(types);
        }
        catch (ArgumentException e)
        {
            throw BadSetting.Of(nameof(XsltOptions.Rules), "rules, " + e.Message.Split(" (Parameter", 2)[0]);
        }
    }
}
