// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Wsgi;

namespace Composer.Cases.Apps;

/// <summary>An answer for each path: <c>/p=STATUS TYPE BODY name=value</c>; 404 for others.</summary>
[App("case-pages")]
public sealed partial class Pages(PagesOptions options) : IWsgiApp
{
    private readonly Dictionary<string, Match> _pages = options.Map.Split(';').Select(page => Page().Match(page)).ToDictionary(page => page.Groups["path"].Value);

    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (!_pages.TryGetValue(environ.PathInfo, out var page))
        {
            return new(Response.Text(404, "no such page"));
        }
        var response = new Response(int.Parse(page.Groups["status"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), Body.From(page.Groups["body"].Value));
        response.Headers.Add("Content-Type", page.Groups["type"].Value);
        foreach (Match header in HeaderPair().Matches(page.Groups["headers"].Value))
        {
            response.Headers.Add(header.Groups["name"].Value, header.Groups["value"].Value);
        }
        return new(response);
    }

    [GeneratedRegex(@"^(?<path>[^=]+)=(?<status>\d{3}) (?<type>\S+) (?<body>.*?)(?<headers>(?: [a-z][a-z-]*=.*)?)$")]
    private static partial Regex Page();

    [GeneratedRegex(@" (?<name>[a-z][a-z-]*)=(?<value>.*?)(?= (?!realm=)[a-z][a-z-]*=|$)")]
    private static partial Regex HeaderPair();
}

/// <summary>Settings of <c>case-pages</c>.</summary>
public sealed record PagesOptions
{
    /// <summary>The pages, with semicolons between them.</summary>
    public string Map { get; init; } = "";
}
