// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>What is installed for a Python interpreter, read from the files on its <c>sys.path</c>; nothing is imported and no interpreter is started.</summary>
/// <param name="path">Asked on first need for the <c>sys.path</c>: finding it may cost the start of an interpreter.</param>
/// <param name="remedy">What to do when something is not there, for hints.</param>
public sealed class PythonPackages(Func<IReadOnlyList<string>> path, Func<string>? remedy = null)
{
    internal const string AnotherPython = "--python takes another Python";

    private readonly Lazy<IReadOnlyList<string>> _path = new(path);
    private readonly Dictionary<string, IReadOnlyDictionary<string, Distribution>> _directories = new(StringComparer.Ordinal);

    /// <summary>Where Python looks, in order.</summary>
    public IReadOnlyList<string> SearchPath => _path.Value;

    /// <summary>Every distribution that Python would find, the first of each name.</summary>
    public IEnumerable<Distribution> Distributions =>
        SearchPath.SelectMany(directory => In(directory)).DistinctBy(found => found.Key).Select(found => found.Value);

    /// <summary>An installed distribution, or null. Case, <c>-</c>, <c>_</c> and <c>.</c> make no difference.</summary>
    public Distribution? Find(string name)
    {
        var normal = DistributionName.Normal(name);
        foreach (var directory in SearchPath)
        {
            if (In(directory).TryGetValue(normal, out var found))
            {
                return found;
            }
        }
        return null;
    }

    /// <summary>The name of an installed distribution that is near to what was written, or null.</summary>
    public string? Suggest(string name) => Similar.To(name, Distributions.Select(found => found.Name));

    /// <summary>Whether Python would find a module; only files are looked at, so that a module that an import would create is not seen.</summary>
    /// <param name="module">As in <c>package.module</c>.</param>
    /// <param name="firstOf">Directories to look in before <see cref="SearchPath"/>.</param>
    public bool HasModule(string module, params IReadOnlyList<string> firstOf)
    {
        var parts = module.Split('.');
        return firstOf.Concat(SearchPath).Any(directory => PythonModule.Exists(directory, parts) || PythonModule.IsEditable(directory, parts[0])) || PythonModule.IsBuiltIn(parts[0]);
    }

    /// <summary>The directories that were searched, for hints; missing ones are left out.</summary>
    public string Searched() => Searched(SearchPath, remedy?.Invoke() ?? AnotherPython);

    /// <summary>The same for any list of directories.</summary>
    internal static string Searched(IEnumerable<string> directories, string remedy) => $"{string.Join(", ", directories.Where(Directory.Exists).Distinct())}; {remedy}";

    private IReadOnlyDictionary<string, Distribution> In(string directory)
    {
        if (!_directories.TryGetValue(directory, out var found))
        {
            _directories[directory] = found = Scan(directory);
        }
        return found;
    }

    private static Dictionary<string, Distribution> Scan(string directory)
    {
        var found = new Dictionary<string, Distribution>(StringComparer.Ordinal);
        foreach (var metadata in Metadata(directory))
        {
            found.TryAdd(DistributionName.Normal(Distribution.NameOfPath(metadata)), new Distribution(metadata));
        }
        return found;
    }

    private static IEnumerable<string> Metadata(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return [];
        }
        // An unpacked egg is on sys.path itself and carries its metadata inside.
        return directory.EndsWith(".egg", StringComparison.Ordinal)
            ? [Path.Combine(directory, "EGG-INFO")]
            : Directory.EnumerateFileSystemEntries(directory, "*-info").Where(IsMetadata).Order(StringComparer.Ordinal);
    }

    private static bool IsMetadata(string path) => Path.GetExtension(path) is ".dist-info" or ".egg-info";
}
