// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Writing;

/// <summary>Writes a file so that everybody sees either the old one or the whole new one.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces or makes a file; an existing one keeps its permissions, a symbolic link stays one.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text), UnixFileMode.None);

    /// <summary>Makes a file that only its owner can read and write.</summary>
    public static void WritePrivate(string path, string text) => WritePrivate(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="WritePrivate(string, string)"/>
    public static void WritePrivate(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        var link = new FileInfo(path).LinkTarget is null ? null : File.ResolveLinkTarget(path, returnFinalTarget: true);
        var target = link?.FullName ?? Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? "/";
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"cannot write '{path}': there is no folder {folder}");
        }
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (mode != UnixFileMode.None && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            if (File.Exists(target) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
