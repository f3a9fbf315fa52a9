// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A request body of unknown length, read to its end before Python sees it, so that it has a CONTENT_LENGTH.</summary>
/// <remarks>Most WSGI frameworks, and every CGI script, take a body without CONTENT_LENGTH for an empty one, whatever <c>wsgi.input_terminated</c> says.</remarks>
internal static class SpooledInput
{
    private const int MostInMemory = 256 * 1024;

    /// <summary>Whether the request has a body whose length nobody said.</summary>
    internal static bool IsNeeded(Environ environ) =>
        environ[EnvironKey.Input] is Stream input and not PythonStream && !ReferenceEquals(input, Stream.Null) &&
        environ[EnvironKey.InputTerminated] is true && environ[EnvironKey.ContentLength] is null;

    /// <summary>Replaces the body by a copy in memory, or beyond 256 KiB in a temporary file, and sets CONTENT_LENGTH.</summary>
    /// <returns>The file, which must live as long as the request; null for memory.</returns>
    internal static async ValueTask<Stream?> SpoolAsync(Environ environ)
    {
        var source = environ.Input;
        Stream spool = new MemoryStream();
        var block = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await source.ReadAsync(block, environ.Aborted) is var count and > 0)
            {
                if (spool is MemoryStream && spool.Length + count > MostInMemory)
                {
                    spool = ToFile(spool);
                }
                await spool.WriteAsync(block.AsMemory(0, count), environ.Aborted);
            }
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        spool.Position = 0;
        environ.Input = spool;
        environ[EnvironKey.ContentLength] = spool.Length.ToString(CultureInfo.InvariantCulture);
        environ[EnvironKey.HttpTransferEncoding] = null;
        return spool as FileStream;
    }

    private static FileStream ToFile(Stream memory)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 64 * 1024, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"composer-{Guid.NewGuid():N}"), options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name); // open, and nameless: gone also when the process is killed
        }
        memory.Position = 0;
        memory.CopyTo(file);
        return file;
    }
}
