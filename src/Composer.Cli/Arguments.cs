// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>What the user asked for, as far as all commands share it.</summary>
/// <param name="Config">The config file.</param>
/// <param name="Name">The object to take from it.</param>
/// <param name="Variables">Values given as <c>name=value</c>, for interpolation.</param>
/// <param name="Python">The interpreter asked for, or null.</param>
/// <param name="Verbosity">-1 quiet, 0 normal, 1 and 2 for one and two <c>-v</c>.</param>
internal sealed record Arguments(ConfigFile Config, string? Name, IReadOnlyDictionary<string, string> Variables, string? Python, int Verbosity)
{
    /// <summary>Settings given with <c>--set</c>.</summary>
    public IReadOnlyList<SettingOverride> Overrides { get; init; } = [];

    /// <summary>Filters given with <c>--filter</c>, around an app that stands in the place of a config.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>The config itself, when no file has it.</summary>
    public string? Text => Config.IsApp ? Config.TextOf(Filters) : null;

    /// <summary>Sorts the words of the command line into the file and the variables.</summary>
    /// <exception cref="UsageError">A second file, or no config at all.</exception>
    public static Arguments From(string? config, string? name, IEnumerable<string> words, string? python, int verbosity)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && !File.Exists(word))
            {
                variables[word[..equals].Trim()] = word[(equals + 1)..].Trim();
                continue;
            }
            if (config is not null)
            {
                throw new UsageError($"'{word}' is neither a name=value nor the config: that is '{config}' already");
            }
            config = word;
        }
        var file = ConfigFile.Find(config);
        return new Arguments(file, name ?? file.Name, variables, python, verbosity);
    }
}
