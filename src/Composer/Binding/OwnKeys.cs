// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Settings that belong to Composer in any section, such as <c>composer.threads</c>; no factory sees them.</summary>
internal static class OwnKeys
{
    /// <summary>How many Python threads may run the app at once.</summary>
    public const string Threads = "composer.threads";

    private const string Prefix = "composer.";

    /// <summary>Whether a key is Composer's own.</summary>
    public static bool Is(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
