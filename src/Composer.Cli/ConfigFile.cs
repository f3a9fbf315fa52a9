// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>Which config the user means.</summary>
/// <param name="Path">As the user wrote it, so that messages name it the same way.</param>
/// <param name="Name">What followed <c>#</c>, or null.</param>
/// <param name="Assumed">Nobody named it; it was found in the working directory.</param>
internal sealed record ConfigFile(string Path, string? Name, bool Assumed)
{
    private static readonly string[] Schemes = ["wsgi:", "call:", "egg:", "composer:"];
    private static readonly string[] Usual = ["site.ini", "site.toml", "site.yaml", "site.yml"];

    /// <summary>Whether it is no file but the app itself: <c>wsgi:shop:app</c>.</summary>
    public bool IsApp => Array.Exists(Schemes, scheme => Path.StartsWith(scheme, StringComparison.Ordinal));

    /// <summary>The config that an app in the place of a file means.</summary>
    /// <param name="filters">Filters around it, outermost first: names of components or URIs.</param>
    public string TextOf(IReadOnlyList<string> filters)
    {
        if (filters.Count == 0)
        {
            return $"[app:main]\nuse = {Escaped(Path)}\n";
        }
        var sections = filters.Index().Select(filter => $"[filter:{filter.Index + 1}]\nuse = {Escaped(filter.Item.Contains(':') ? filter.Item : $"composer:{filter.Item}")}\n");
        var names = string.Concat(filters.Index().Select(filter => $"{filter.Index + 1} "));
        return $"[pipeline:main]\npipeline = {names}app\n{string.Concat(sections)}[app:app]\nuse = {Escaped(Path)}\n";
    }

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

    private static string Escaped(string uri) => uri.Replace("%", "%%", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static ConfigFile Split(string given)
    {
        if (given.EndsWith(".py", StringComparison.Ordinal))
        {
            throw new UsageError($"'{given}' is Python, not a config", $"compose serve wsgi:{System.IO.Path.GetFileNameWithoutExtension(given)}:app, or compose init --from {System.IO.Path.GetFileNameWithoutExtension(given)}:app");
        }
        if (new ConfigFile(given, null, Assumed: false) is { IsApp: true } app)
        {
            return app;
        }
        var hash = given.LastIndexOf('#');
        return hash < 0 || File.Exists(given)
            ? new ConfigFile(given, null, Assumed: false)
            : new ConfigFile(given[..hash], given[(hash + 1)..], Assumed: false);
    }
}
