// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;

namespace Composer.Tests.Architecture;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Absolute path of its root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of a file or folder in it.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Source files below a folder, without what the build made; paths are relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin" or "TestResults"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Composer.sln")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException($"no Composer.sln above {here}");
    }
}
