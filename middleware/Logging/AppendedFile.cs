// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Composer.Middleware;

/// <summary>Opens files that several writers append to: other filters, other processes, and logrotate, which may cut them off (<c>copytruncate</c>).</summary>
internal static partial class AppendedFile
{
    private const int SetFlags = 4;
    private const int Append = 0x400;

    /// <summary>What is written goes to the end, wherever that is by then.</summary>
    /// <remarks>.NET's <see cref="FileMode.Append"/> looks for the end only once, and overwrites what others wrote since.</remarks>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileStream Open(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory && !Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"{path} cannot be written: there is no directory {directory}");
        }
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }
        var file = Open(path, options);
        if (OperatingSystem.IsLinux())
        {
            _ = Control(file.SafeFileHandle, SetFlags, Append);
        }
        return file;
    }

    private static FileStream Open(string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(path, options);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new UnauthorizedAccessException($"{path} cannot be written: {(Directory.Exists(path) ? "it is a directory" : "permission denied")}", refused);
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle file, int command, int flags);
}
