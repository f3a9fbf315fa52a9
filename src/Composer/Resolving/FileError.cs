// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>What Python says when a file cannot be opened.</summary>
internal static class FileError
{
    private const int MostFiles = 1_000;

    public static PythonError Of(string path, Exception exception)
    {
        var name = PythonRepr.Of(path);
        return exception switch
        {
            ArgumentException => new PythonError("ValueError", "embedded null byte"),
            IsADirectoryException => new PythonError("IsADirectoryError", $"[Errno 21] Is a directory: {name}"),
            UnauthorizedAccessException => new PythonError("PermissionError", $"[Errno 13] Permission denied: {name}"),
            _ when GoesThroughAFile(path) => new PythonError("NotADirectoryError", $"[Errno 20] Not a directory: {name}"),
            FileNotFoundException or DirectoryNotFoundException => new PythonError("FileNotFoundError", $"[Errno 2] No such file or directory: {name}"),
            PathTooLongException => new PythonError("OSError", $"[Errno 36] File name too long: {name}"),
            _ => new PythonError("OSError", $"{exception.Message}: {name}"),
        };
    }

    /// <summary>The same for our user.</summary>
    public static string Sentence(PythonError error, string display) => error.Type switch
    {
        "FileNotFoundError" => $"there is no file '{display}'",
        "IsADirectoryError" => $"'{display}' is a directory",
        "PermissionError" => $"'{display}' may not be read",
        _ => $"'{display}' cannot be read: {error.Message}",
    };

    /// <summary>A file of the same folder that is called nearly so, or null.</summary>
    public static string? Hint(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path);
            var near = Directory.Exists(path) || !Directory.Exists(folder) ? null : Similar.To(Path.GetFileName(path), Directory.EnumerateFiles(folder).Take(MostFiles).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal));
            return near is null ? null : $"did you mean '{near}'?";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static bool GoesThroughAFile(string path)
    {
        var end = path.Length;
        while ((end = path.LastIndexOf('/', end - 1)) > 0)
        {
            if (File.Exists(path[..end]))
            {
                return true;
            }
        }
        return false;
    }
}
