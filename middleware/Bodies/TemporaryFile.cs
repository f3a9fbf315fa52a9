// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Files for what is too much to be kept in memory: only the own user reads them, and they are gone when they are closed.</summary>
internal static class TemporaryFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>A new one, to write and to read.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferSize, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"composer-{Guid.NewGuid():N}"), options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name); // open, and nameless: gone also when the process is killed
        }
        return file;
    }
}
