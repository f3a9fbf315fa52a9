// SPDX-License-Identifier: MIT
namespace Composer.Cli.Packaging;

/// <summary>The folder with the package <c>wsgi_composer</c> beside this command.</summary>
internal static class PythonFolder
{
    private static readonly string Metadata = $"""
        Metadata-Version: 2.1
        Name: wsgi-composer
        Version: {ProductVersion.Text}
        Summary: Composer's WSGI pipelines and C# middleware in any Python server
        License: MIT
        Requires-Python: >=3.9

        """;

    private static readonly string Beside = Path.Combine(Lasting(AppContext.BaseDirectory), "python");

    /// <summary>Whether this command came with the wheel: then it lies in the package, and not the other way round.</summary>
    public static bool IsInstalled { get; } = !Directory.Exists(Beside);

    /// <summary>Its path; for PYTHONPATH.</summary>
    public static string Location { get; } = IsInstalled ? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..")) : Beside;

    /// <summary>Makes the folder an installed distribution in the eyes of Python, so that its entry points are found.</summary>
    public static void Register()
    {
        if (IsInstalled)
        {
            return;
        }
        var information = Path.Combine(Location, $"wsgi_composer-{ProductVersion.Text}.dist-info");
        Directory.CreateDirectory(information);
        Write(Path.Combine(information, "METADATA"), Metadata);
        Write(Path.Combine(information, "entry_points.txt"), EntryPointsText.Of(Components.Registry().Components));
    }

    // ./compose points the link `current` at its newest build: that path outlives the next one.
    private static string Lasting(string directory)
    {
        var build = new DirectoryInfo(Path.TrimEndingDirectorySeparator(directory));
        var current = new DirectoryInfo(Path.Combine(build.Parent?.FullName ?? directory, "current"));
        return current.LinkTarget == build.Name ? current.FullName : build.FullName;
    }

    // As it is already there, nothing is written: the folder may belong to somebody else.
    private static void Write(string file, string text)
    {
        if (File.Exists(file) && File.ReadAllText(file) == text)
        {
            return;
        }
        var temporary = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
