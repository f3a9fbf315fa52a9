// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The file in which Beaker keeps a session below its <c>data_dir</c>.</summary>
internal static class BeakerFile
{
    private const int MostTries = 10;

    /// <summary>Where it is; the id is well-formed, so that it is below the folder.</summary>
    public static string PathOf(string directory, string id) => Path.Combine(directory, "container_file", id[..1], id[..Math.Min(2, id.Length)], id + ".cache");

    /// <summary>What is in it; null when it is not there.</summary>
    public static ReadOnlyMemory<byte>? Read(string directory, string id)
    {
        for (var tries = 0; SmallFile.Open(PathOf(directory, id), forWriting: false) is { } file; tries++)
        {
            using (file)
            {
                using var bytes = file.Read();
                // Beaker empties a file before it writes it.
                if (!bytes.Span.IsEmpty || tries == MostTries)
                {
                    return bytes.Span.ToArray();
                }
            }
            Thread.Yield();
        }
        return null;
    }
}
