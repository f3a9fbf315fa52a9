// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A urlmap's key as an arrow shows it: <c>/path</c>, <c>host/path</c>.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="IsMount">The key is a mount point; else it is some other setting.</param>
/// <param name="HasHost">Only requests to a host go there.</param>
internal readonly record struct MountLabel(string Text, bool IsMount, bool HasHost)
{
    private const string NotFound = "not_found_app";

    public static MountLabel Of(string key)
    {
        if (key.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            return new(key[(scheme + 3)..], true, true);
        }
        var words = key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is ["domain", _, ..])
        {
            return new(string.Concat(words.Skip(1).Select(word => word == "port" ? ":" : word)), true, true);
        }
        return new(key == NotFound ? "not found" : key, key.StartsWith('/'), false);
    }

    /// <summary>Sorts as requests are matched: hosts first, then the longest path, <c>/</c>, and the app for all that is left; a cascade's apps by name.</summary>
    public static IEnumerable<T> Sort<T>(IEnumerable<T> children, Func<T, string> key) => children
        .OrderBy(child => Rank(key(child)))
        .ThenBy(child => Of(key(child)) is { IsMount: true } mount ? -mount.Text.Length : 0)
        .ThenBy(child => key(child).StartsWith("app", StringComparison.Ordinal) ? key(child) : "", StringComparer.Ordinal);

    private static int Rank(string key) => Of(key) switch
    {
        { HasHost: true } => 0,
        { IsMount: true } => 1,
        _ => key == NotFound ? 3 : 2,
    };
}
