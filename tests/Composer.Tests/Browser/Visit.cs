// SPDX-License-Identifier: MIT
namespace Composer.Tests.Browser;

/// <summary>What somebody does in a browser that has never been anywhere.</summary>
/// <param name="Url">The page that is opened.</param>
internal sealed record Visit(string Url)
{
    /// <summary>What is done there: <c>goto</c> and a path; or the name of a Playwright locator's method, the locator and the method's argument.</summary>
    public string[][] Steps { get; init; } = [];

    /// <summary>Headers that every request has.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Whether scripts run, all that the page has, whatever its policy allows.</summary>
    public bool Scripts { get; init; }

    /// <summary>Where pictures of the page are put, as the beginning of their names; null for none.</summary>
    public string? Pictures { get; init; }
}
