// SPDX-License-Identifier: MIT
namespace Composer.Cli.InProcess;

/// <summary>A C# component as a dict.</summary>
internal static class ComponentWords
{
    public static Dictionary<string, object?> Of(Component component) => new(StringComparer.Ordinal)
    {
        ["kind"] = component.Kind.ToString().ToLowerInvariant(),
        ["name"] = component.Name,
        ["aliases"] = component.Aliases.ToList(),
    };
}
