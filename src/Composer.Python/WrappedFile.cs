// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Runtime.InteropServices;
using Composer.Python.Native;
using Composer.Wsgi;
using Microsoft.Win32.SafeHandles;

namespace Composer.Python;

/// <summary>A <c>wsgi.file_wrapper</c> over a real file: it is sent by the server from its current offset, without passing through Python.</summary>
internal static unsafe partial class WrappedFile
{
    /// <summary>The file as a body with a descriptor of its own; the wrapper is closed at once, and its reference is taken over. Null when it is no regular file.</summary>
    /// <param name="wrapper">What the app returned.</param>
    /// <param name="declared">The Content-Length, or null: no more than that is sent (PEP 3333, "Optional Platform-Specific File Handling").</param>
    internal static FileBody? TryOpen(nint wrapper, string? declared)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }
        using var part = PartOf(wrapper);
        if (part.Pointer == Py.None)
        {
            return null;
        }
        var descriptor = Duplicate((int)Number(part.Pointer, 0));
        if (descriptor < 0)
        {
            return null;
        }
        var body = new FileBody(new SafeFileHandle(descriptor, ownsHandle: true), Number(part.Pointer, 1), Length(part.Pointer, declared));
        CloseMethod.Call(wrapper);
        Py.DecRef(wrapper);
        return body;
    }

    /// <summary>How much of a file a server's own wrapper sends; null when it is no regular file, or not sent from its beginning, which gunicorn gets wrong (gunicorn#2669).</summary>
    /// <param name="wrapper">What the app returned: borrowed.</param>
    /// <param name="declared">The Content-Length, or null.</param>
    internal static long? LengthOf(nint wrapper, string? declared)
    {
        using var part = PartOf(wrapper);
        return part.Pointer == Py.None || Number(part.Pointer, 1) != 0 ? null : Length(part.Pointer, declared);
    }

    /// <summary>A whole file of C# in the wrapper of the server that called, which may have a shorter way for it than through Python. What is not a whole file stays what it is: not all servers keep to a part.</summary>
    /// <param name="body">The body as Python sees it; taken over.</param>
    /// <param name="file">The file of that body.</param>
    /// <param name="wrapper">The server's <c>wsgi.file_wrapper</c>.</param>
    internal static nint Wrap(nint body, FilePart file, nint wrapper)
    {
        if (OperatingSystem.IsWindows() || file.Offset != 0 || file.Length == 0 || file.Length != RandomAccess.GetLength(file.Handle))
        {
            return body;
        }
        using var own = Owned.OrThrow(body);
        using var descriptor = Owned.OrThrow(Py.NewLong(Duplicate((int)file.Handle.DangerousGetHandle())));
        var arguments = stackalloc nint[4];
        arguments[1] = body;
        arguments[2] = descriptor.Pointer;
        arguments[3] = wrapper;
        return Owned.OrThrow(Py.Vectorcall(Bridge.SentFile, arguments + 1, 3 | Py.ArgumentsOffset, 0)).Pointer;
    }

    private static Owned PartOf(nint wrapper)
    {
        var arguments = stackalloc nint[2];
        arguments[1] = wrapper;
        return Owned.OrThrow(Py.Vectorcall(Bridge.PartOfFile, arguments + 1, 1 | Py.ArgumentsOffset, 0));
    }

    private static long Length(nint part, string? declared)
    {
        var length = Number(part, 2);
        return long.TryParse(declared, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Min(length, most) : length;
    }

    private static long Number(nint tuple, nint index)
    {
        int overflow;
        return Py.LongOverflow(Py.TupleItem(tuple, index), &overflow);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
