// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>What a component may know about its own section; ask for it in the constructor.</summary>
/// <param name="Name">The section's name, as in <c>[filter:NAME]</c>.</param>
/// <param name="Directory">Absolute directory of the config file: relative paths in settings start here.</param>
public sealed record ComponentInfo(string Name, string Directory)
{
    /// <summary>The settings that hold for every section: <c>[DEFAULT]</c>, and what the caller of the loader gave.</summary>
    public IReadOnlyDictionary<string, object?> Defaults { get; init; } = new Dictionary<string, object?>();

    /// <summary>Makes a path from a setting absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Directory);
}
