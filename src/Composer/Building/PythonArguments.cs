// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The arguments of Python factories.</summary>
internal static class PythonArguments
{
    /// <summary>The section's settings as keywords, in the file's order.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> Keywords(Conf settings) =>
        [.. settings.Where(entry => !OwnKeys.Is(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, entry.Value))];

    /// <summary>A copy of <c>global_conf</c>, which the factory may change as it likes.</summary>
    public static Dictionary<string, object?> Globals(Conf conf) =>
        new(conf.Where(entry => !OwnKeys.Is(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, entry.Value)), StringComparer.Ordinal);
}
