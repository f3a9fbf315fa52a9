// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Folders for what nobody else shall read.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, and those above it, unless they are there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Create(string path)
    {
        try
        {
            _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OnlyOwner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the folder {path} cannot be made: {error.Message}", error);
        }
    }

    /// <summary>Makes an empty file, unless it is there.</summary>
    public static void CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            // Not even opened when it is there: to close a file of SQLite's takes its locks away (https://sqlite.org/howtocorrupt.html §2.2).
            if (!File.Exists(path))
            {
                using var file = new FileStream(path, options);
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else made it just now.
        }
    }
}
