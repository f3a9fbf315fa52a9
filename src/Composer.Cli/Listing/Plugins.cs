// SPDX-License-Identifier: MIT
using System.Reflection;

namespace Composer.Cli.Listing;

/// <summary>What a config can name.</summary>
/// <param name="registry">The C# components.</param>
/// <param name="packages">The Python distributions, or null where there is no Python.</param>
/// <param name="name">Only what has this name; null for everything.</param>
internal sealed class Plugins(Registry registry, PythonPackages? packages, string? name)
{
    /// <summary>What stands before the name of a C# component.</summary>
    public string Scheme { get; private init; } = "composer:";

    /// <summary>The components of an assembly of the user's own.</summary>
    /// <exception cref="UsageError">It is not there, or is no assembly.</exception>
    public static Plugins OfAssembly(string file)
    {
        try
        {
            return new(new Registry(Assembly.LoadFrom(Path.GetFullPath(file))), null, null) { Scheme = $"assembly:{file}#" };
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or ReflectionTypeLoadException)
        {
            throw new UsageError($"{file} cannot be loaded: {error.Message.Trim()}", "dotnet build -c Release makes it; name the .dll below bin/Release");
        }
    }

    /// <summary>The C# components, by kind and name.</summary>
    public IReadOnlyList<Component> Components { get; } =
    [
        .. registry.Components
            .Where(component => name is null || component.Aliases.Concat(component.Replaces.Select(replaced => $"egg:{replaced}")).Append($"composer:{component.Name}").Append(component.Name).Contains(name))
            .OrderBy(component => component.Kind).ThenBy(component => component.Name, StringComparer.Ordinal),
    ];

    /// <summary>Paste's entry points with their distributions.</summary>
    public IReadOnlyList<(Distribution Distribution, EntryPoint EntryPoint)> EntryPoints { get; } =
    [
        .. from distribution in packages?.Distributions ?? []
           from point in distribution.EntryPoints
           where Kind(point) is not null
           where name is null || point.Name == name || distribution.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || $"egg:{distribution.Name}#{point.Name}" == name
           orderby distribution.Name, point.Group, point.Name
           select (distribution, point),
    ];

    /// <summary>Whether nothing has the name.</summary>
    public bool IsEmpty => Components.Count == 0 && EntryPoints.Count == 0;

    /// <summary>app, composite, filter or server, or null for what belongs to other tools.</summary>
    public static string? Kind(EntryPoint point) => point.Group switch
    {
        "paste.app_factory" => "app",
        "paste.composite_factory" or "paste.composit_factory" => "composite",
        "paste.filter_factory" or "paste.filter_app_factory" => "filter",
        "paste.server_factory" or "paste.server_runner" => "server",
        _ => null,
    };

    /// <summary>The C# component that stands in for an entry point, or null.</summary>
    public Component? Replacement(Distribution distribution, EntryPoint point) =>
        Enum.GetValues<ComponentKind>().Select(kind => registry.FindReplacement(kind, distribution.Name, point.Name)).FirstOrDefault(found => found is not null);
}
