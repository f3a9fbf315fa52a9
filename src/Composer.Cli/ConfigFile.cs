// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>Which config the user means.</summary>
/// <param name="Path">As the user wrote it, so that messages name it the same way.</param>
/// <param name="Name">What followed <c>#</c>, or null.</param>
/// <param name="Assumed">Nobody named it; it was found in the working directory.</param>
internal sealed record ConfigFile(string Path, string? Name, bool Assumed)
{
    private static readonly string[] Usual = ["site.ini", "site.toml", "site.yaml", "site.yml"];

    /// <summary>Takes the named file, or the default one of the working directory.</summary>
    /// <exception cref="UsageError">Nothing was named and there is no default.</exception>
    public static ConfigFile Find(string? given)
    {
        if (given is not null)
        {
            return Split(given.StartsWith("config:", StringComparison.Ordinal) ? given["config:".Length..] : given);
        }
        if (Array.Find(Usual, File.Exists) is { } found)
        {
            return new ConfigFile(found, null, Assumed: true);
        }
        throw new UsageError(
            $"no config file: none was named, and there is no site.ini, site.toml or site.yaml in {Environment.CurrentDirectory}",
            "compose --config FILE …, or compose init for a first one");
    }

    private static ConfigFile Split(string given)
    {
        var hash = given.LastIndexOf('#');
        return hash < 0 || File.Exists(given)
            ? new ConfigFile(given, null, Assumed: false)
            : new ConfigFile(given[..hash], given[(hash + 1)..], Assumed: false);
    }
}
