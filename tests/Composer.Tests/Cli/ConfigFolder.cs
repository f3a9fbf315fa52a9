// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

/// <summary>A folder of its own for the files of one test.</summary>
internal sealed class ConfigFolder : IDisposable
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("compose-").FullName;

    /// <summary>Writes a file; returns its absolute path.</summary>
    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!); // a file in a folder has one
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
