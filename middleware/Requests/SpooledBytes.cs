// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Bytes that are kept in memory, or, when they are many, in a file that is gone with its stream.</summary>
internal sealed class SpooledBytes
{
    private const int MostInMemory = 256 * 1024;

    /// <summary>What was written, to read it again.</summary>
    public Stream Stream { get; private set; } = new MemoryStream();

    /// <summary>Whether the stream must be disposed.</summary>
    public bool IsFile => Stream is FileStream;

    /// <summary>Adds bytes.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (!IsFile && Stream.Length + bytes.Length > MostInMemory)
        {
            var memory = Stream;
            Stream = TemporaryFile.Create();
            memory.Position = 0;
            await memory.CopyToAsync(Stream, cancel);
        }
        await Stream.WriteAsync(bytes, cancel);
    }
}
