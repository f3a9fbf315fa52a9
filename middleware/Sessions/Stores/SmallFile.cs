// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Composer.Middleware;

/// <summary>A file that is read in one piece, and written in one. On Linux these are bare system calls: .NET's handles ask for the file's type, its length and a lock as well, three times as many.</summary>
internal readonly partial struct SmallFile : IDisposable
{
    private const int Usual = 4096;

    private const int ReadAndWrite = 0x2;
    private const int Make = 0x40;
    private const int Empty = 0x200;
    private const int NotForChildren = 0x80000;
    private const uint OnlyOwner = 0x180; // 0600

    private const int IsNotThere = 2;
    private const int IsInterrupted = 4;
    private const int IsBelowNoFolder = 20;

    private static readonly bool HasCalls =
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && NativeLibrary.TryLoad("libc", typeof(SmallFile).Assembly, DllImportSearchPath.SafeDirectories, out _);

    private readonly int _number;
    private readonly SafeFileHandle? _handle;

    private SmallFile(int number) => _number = number;

    private SmallFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens a file, if it is there.</summary>
    /// <exception cref="IOException">It is there, and cannot be opened.</exception>
    public static SmallFile? Open(string path, bool forWriting) =>
        HasCalls ? Call(path, forWriting ? ReadAndWrite : 0) : OpenElsewhere(path, forWriting);

    /// <summary>Makes an empty file that only its owner reads, and the folder that it is in, or empties the one that is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static SmallFile Create(string path)
    {
        if (TryCreate(path) is { } file)
        {
            return file;
        }
        PrivateFolder.Create(Path.GetDirectoryName(path)!); // no file is above all folders
        return TryCreate(path) ?? throw new IOException($"{path} cannot be made: its folder is gone again");
    }

    /// <summary>The same in a folder that is there; null where it is not.</summary>
    internal static SmallFile? TryCreate(string path) => HasCalls ? Call(path, ReadAndWrite | Make | Empty) : CreateElsewhere(path);

    /// <summary>The same on other systems.</summary>
    internal static SmallFile? OpenElsewhere(string path, bool forWriting)
    {
        try
        {
            return new(File.OpenHandle(path, FileMode.Open, forWriting ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The same on other systems.</summary>
    internal static SmallFile? CreateElsewhere(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        return OpenElsewhere(path, forWriting: true);
    }

    /// <summary>All that is in it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RentedBytes Read()
    {
        for (var room = Usual; ; room *= 2)
        {
            var bytes = ArrayPool<byte>.Shared.Rent(room);
            var length = Read(bytes);
            if (length < bytes.Length)
            {
                return new(bytes, length);
            }
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Writes into it.</summary>
    /// <exception cref="IOException">That is not possible.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long place)
    {
        if (_handle is not null)
        {
            RandomAccess.Write(_handle, bytes, place);
            return;
        }
        while (!bytes.IsEmpty)
        {
            var count = (int)WriteAt(_number, bytes, (nuint)bytes.Length, place);
            if (count > 0)
            {
                bytes = bytes[count..];
                place += count;
            }
            else if (Marshal.GetLastPInvokeError() != IsInterrupted)
            {
                throw Failed("cannot be written");
            }
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        if (_handle is null)
        {
            _ = Close(_number);
        }
    }

    private int Read(Span<byte> bytes)
    {
        if (_handle is not null)
        {
            return RandomAccess.Read(_handle, bytes, 0);
        }
        while (true)
        {
            var count = (int)ReadAt(_number, bytes, (nuint)bytes.Length, 0);
            if (count >= 0)
            {
                return count;
            }
            if (Marshal.GetLastPInvokeError() != IsInterrupted)
            {
                throw Failed("cannot be read");
            }
        }
    }

    private static SmallFile? Call(string path, int flags)
    {
        while (true)
        {
            var number = Open(path, flags | NotForChildren, OnlyOwner);
            if (number >= 0)
            {
                return new(number);
            }
            var error = Marshal.GetLastPInvokeError();
            if (error is IsNotThere or IsBelowNoFolder)
            {
                return null;
            }
            if (error != IsInterrupted)
            {
                throw Failed($"{path} cannot be opened");
            }
        }
    }

    private static IOException Failed(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadAt(int file, Span<byte> bytes, nuint length, long place);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint WriteAt(int file, ReadOnlySpan<byte> bytes, nuint length, long place);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
