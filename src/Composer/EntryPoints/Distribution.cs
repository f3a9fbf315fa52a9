// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>An installed Python distribution, known by its metadata directory.</summary>
public sealed class Distribution
{
    private readonly string _metadata;
    private readonly Lazy<IReadOnlyList<EntryPoint>> _entryPoints;
    private readonly Lazy<string> _name;

    /// <param name="metadata">Path of its <c>.dist-info</c>, <c>.egg-info</c> or <c>EGG-INFO</c>.</param>
    internal Distribution(string metadata)
    {
        _metadata = metadata;
        _entryPoints = new(() => Text("entry_points.txt") is { } text ? EntryPointsFile.Read(text) : []);
        _name = new(() => NameInMetadata() ?? NameOfPath(metadata));
    }

    /// <summary>Its name, as its author wrote it.</summary>
    public string Name => _name.Value;

    /// <summary>Its entry points, in the file's order.</summary>
    public IReadOnlyList<EntryPoint> EntryPoints => _entryPoints.Value;

    /// <summary>The directory of <c>sys.path</c> in which it is installed.</summary>
    public string Location => Path.GetDirectoryName(_metadata)!; // metadata lies in a directory

    /// <summary>The entry points of one name that belong to one of the groups, in the groups' order.</summary>
    public IReadOnlyList<EntryPoint> Find(string name, IReadOnlyList<string> groups) =>
        [.. groups.SelectMany(group => EntryPoints.Where(point => point.Group == group && point.Name == name))];

    /// <summary>The name that a metadata path carries: <c>repoze.who-2.2.egg-info</c> is <c>repoze.who</c>.</summary>
    internal static string NameOfPath(string metadata)
    {
        var leaf = Path.GetFileName(metadata);
        if (leaf == "EGG-INFO")
        {
            leaf = Path.GetFileName(Path.GetDirectoryName(metadata)!); // an egg has a name
        }
        return Path.GetFileNameWithoutExtension(leaf).Split('-')[0];
    }

    private string? NameInMetadata()
    {
        var text = File.Exists(_metadata) ? File.ReadAllText(_metadata) : Text("METADATA") ?? Text("PKG-INFO");
        const string Field = "Name:";
        var line = text?.Split('\n').FirstOrDefault(line => line.StartsWith(Field, StringComparison.OrdinalIgnoreCase));
        return line?[Field.Length..].Trim();
    }

    private string? Text(string file)
    {
        var path = Path.Combine(_metadata, file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
