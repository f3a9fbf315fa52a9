// SPDX-License-Identifier: MIT
namespace Composer.Cli.Scaffolding;

/// <summary>Files that <c>compose init</c> writes; this command carries them.</summary>
/// <param name="name">Which of <see cref="Names"/>.</param>
/// <param name="folder">Absolute path of where they go.</param>
internal sealed class Template(string name, string folder)
{
    private const string Root = "Templates/";
    private const string ExampleApp = "app.py";

    /// <summary>The templates.</summary>
    public static IReadOnlyList<string> Names { get; } = ["minimal", "flask", "django", "pyramid", "legacy-paste", "csharp-middleware", "docker", "systemd"];

    /// <summary>The app that the config names instead of the template's own, as <c>module:object</c>; null for that one.</summary>
    public string? App { get; init; }

    /// <summary>Writes all files, or none; returns their paths.</summary>
    /// <exception cref="UsageError">One of them is there already.</exception>
    public IReadOnlyList<string> Write()
    {
        var files = Files().Select(file => (Path: Path.Combine(folder, file.Path), file.Text)).ToList();
        if (files.Find(file => Path.Exists(file.Path)) is { Path: { } taken })
        {
            throw new UsageError($"{taken} exists already; nothing was written", "compose init FOLDER writes into another folder");
        }
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }
        return [.. files.Select(file => file.Path)];
    }

    private IEnumerable<(string Path, string Text)> Files()
    {
        var assembly = typeof(Template).Assembly;
        var prefix = $"{Root}{name}/";
        foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            // Each ends in .txt, so that no build takes it for its own.
            var path = resource[prefix.Length..^".txt".Length];
            if (App is not null && path == ExampleApp)
            {
                continue;
            }
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // its name was just listed
            yield return (path, Filled(reader.ReadToEnd()));
        }
    }

    private string Filled(string text) => text
        .Replace("{{app}}", App ?? "app:app", StringComparison.Ordinal)
        .Replace("{{folder}}", folder, StringComparison.Ordinal)
        .Replace("{{composer}}", InstalledFolder(), StringComparison.Ordinal);

    // ./compose keeps each build in a folder of its own and calls the newest 'current'.
    private static string InstalledFolder()
    {
        var own = AppContext.BaseDirectory.TrimEnd('/');
        var current = Path.Combine(Path.GetDirectoryName(own) ?? "/", "current");
        return Directory.Exists(current) && Directory.ResolveLinkTarget(current, returnFinalTarget: true)?.FullName.TrimEnd('/') == own ? current : own;
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it is in a folder
        var temporary = $"{path}.{Environment.ProcessId}";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
