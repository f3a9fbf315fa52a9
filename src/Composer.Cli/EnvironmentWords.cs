// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Cli;

/// <summary>Environment variables given on the command line or in a file; the embedded Python sees them too.</summary>
internal static partial class EnvironmentWords
{
    /// <summary>Sets <c>NAME=VALUE</c>.</summary>
    /// <exception cref="UsageError">It is not of that form.</exception>
    public static void Set(string word)
    {
        if (Split(word) is not var (name, value))
        {
            throw new UsageError($"'{word}' is not of the form NAME=VALUE");
        }
        Set(name, value);
    }

    /// <summary>Reads lines of <c>NAME=VALUE</c>; <c>#</c> begins a comment, quotes around a value and a leading <c>export</c> are taken off. What is set already stays.</summary>
    /// <exception cref="UsageError">There is no such file, or a line is of another form.</exception>
    public static void ReadFile(string file)
    {
        if (!File.Exists(file))
        {
            throw new UsageError($"there is no file '{file}'");
        }
        foreach (var (index, line) in File.ReadLines(file).Select(line => line.Trim()).Index())
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (Split(line.StartsWith("export ", StringComparison.Ordinal) ? line[7..].TrimStart() : line) is not var (name, value))
            {
                throw new UsageError($"{file}:{index + 1}: '{line}' is not of the form NAME=VALUE");
            }
            if (Environment.GetEnvironmentVariable(name) is null)
            {
                Set(name, Unquoted(value));
            }
        }
    }

    private static (string Name, string Value)? Split(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (word[..equals].Trim(), word[(equals + 1)..].Trim()) : null;
    }

    private static string Unquoted(string value) =>
        value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;

    // .NET keeps its own copy of the environment; Python reads the C library's.
    private static void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows())
        {
            _ = SetInProcess(name, value, 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetInProcess(string name, string value, int overwrite);
}
