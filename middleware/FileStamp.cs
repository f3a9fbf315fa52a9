// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>By what a changed file is known.</summary>
/// <param name="Written">When it was written; long ago when it is not there.</param>
/// <param name="Length">Its length; -1 when it is not there.</param>
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>The stamp of a file as it is now.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : new FileStamp(default, -1);
    }
}
