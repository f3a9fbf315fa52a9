// SPDX-License-Identifier: MIT
namespace Composer.Cases.Mapping;

/// <summary>Words of case files for components that have another name here.</summary>
internal static class ComponentNames
{
    private static readonly Dictionary<string, string> Others = new()
    {
        ["accesslog"] = "access_log",
        ["errors"] = "error_catcher",
    };

    /// <summary>The component's name.</summary>
    public static string Of(string word) => Others.GetValueOrDefault(word, word);
}
