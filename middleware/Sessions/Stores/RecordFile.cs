// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Composer.Middleware;

/// <summary>A record in a file that is replaced as a whole: who reads sees one or the other, and never waits. Its first line says until when it is worth something, how long it is, and its checksum.</summary>
/// <remarks>
/// The new record goes into a second file beside the first, and the kernel exchanges their names. To make a file and rename it over the other costs ten times as much on ext4 (75 instead
/// of 9 µs), which writes such files to the disk at once. A slow reader may have the file that is being written to: then the checksum is wrong, and it reads again.
/// </remarks>
internal static class RecordFile
{
    private const string Spare = ".spare";
    private const int Exchange = 2;
    private const int CurrentFolder = -100;
    private const int MostTries = 10;

    // Files have lengths in steps of so many bytes: to change the length costs more than to write.
    private const int Grain = 64;

    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static volatile bool _canExchange = OperatingSystem.IsLinux();

    /// <summary>What is in a file; null when it is not there, or its time is over.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ReadOnlyMemory<byte>? Read(string path, DateTimeOffset now)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            byte[] bytes;
            try
            {
                bytes = File.ReadAllBytes(path);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            var head = Head.Of(bytes);
            if (head.Length < 0 || head.Length > bytes.Length - head.End)
            {
                continue;
            }
            var record = bytes.AsMemory(head.End, head.Length);
            if (head.Checksum == ChecksumOf(record.Span))
            {
                return head.Expires <= now ? default(ReadOnlyMemory<byte>?) : record;
            }
        }
        throw new InvalidDataException($"{path} is damaged");
    }

    /// <summary>Until when a file is worth something; null when that is for ever, or not known.</summary>
    public static DateTimeOffset? ExpiryOf(string path)
    {
        Span<byte> start = stackalloc byte[64];
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Head.Of(start[..RandomAccess.Read(file, start, 0)]).Expires;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes a file; nobody else does at the same time.</summary>
    public static void Write(string path, ReadOnlySpan<byte> record, DateTimeOffset? expires, bool exists)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{expires?.ToUnixTimeMilliseconds() ?? 0} {record.Length} {ChecksumOf(record)}\n");
        var bytes = new byte[(head.Length + record.Length + Grain - 1) / Grain * Grain];
        bytes.AsSpan(head.Length + record.Length).Fill((byte)'\n');
        Encoding.ASCII.GetBytes(head, bytes);
        record.CopyTo(bytes.AsSpan(head.Length));

        WriteSpare(path + Spare, bytes, exists);
        if (!exists || !TryExchange(path + Spare, path))
        {
            File.Move(path + Spare, path, overwrite: true);
        }
    }

    /// <summary>Removes a file, if it is there.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
            File.Delete(path + Spare);
        }
        catch (DirectoryNotFoundException)
        {
            // Then there is no file either.
        }
    }

    private static void WriteSpare(string path, byte[] bytes, bool exists)
    {
        using var file = OpenSpare(path, exists);
        RandomAccess.Write(file, bytes, 0);
        if (RandomAccess.GetLength(file) > bytes.Length)
        {
            RandomAccess.SetLength(file, bytes.Length);
        }
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle OpenSpare(string path, bool exists)
    {
        if (!exists)
        {
            Create(path);
        }
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            Create(path);
            return File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyOwner;
        }
        new FileStream(path, options).Dispose();
    }

    private static bool TryExchange(string one, string other)
    {
        if (!_canExchange)
        {
            return false;
        }
        try
        {
            return ExchangeNames(CurrentFolder, one, CurrentFolder, other, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            _canExchange = false;
            return false;
        }
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            sum = BitOperations.Crc32C(sum, word);
        }
        foreach (var rest in bytes[^(bytes.Length % sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }
        return ~sum;
    }

    // Some file systems cannot (NFS), and some libraries do not have it: then the file is renamed.
    [DllImport("libc", EntryPoint = "renameat2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ExchangeNames(
        int oneFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string one, int otherFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string other, uint flags);

    // What is no first line at all has no record of length 0 behind it, whose checksum would be right.
    private readonly record struct Head(int End, int Length, uint Checksum, DateTimeOffset? Expires)
    {
        private static readonly Head None = new(0, -1, 0, null);

        public static Head Of(ReadOnlySpan<byte> bytes)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 || !Utf8Parser.TryParse(bytes, out long milliseconds, out var read) || read >= end)
            {
                return None;
            }
            var rest = bytes[(read + 1)..end];
            if (!Utf8Parser.TryParse(rest, out int length, out read) || read >= rest.Length || length < 0 || !Utf8Parser.TryParse(rest[(read + 1)..], out uint checksum, out _))
            {
                return None;
            }
            return new Head(end + 1, length, checksum, milliseconds > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())) : null);
        }
    }
}
