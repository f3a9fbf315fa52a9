// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A <c>wsgi.input</c> that a Python component made, as a C# stream. Reads happen on the Python thread of the request.</summary>
/// <param name="source">The Python object.</param>
/// <param name="owner">The thread to read on.</param>
/// <param name="request">The request of a Python server, which may not let a read end where the body does (PEP 3333 has apps count themselves); null when the object ends by itself.</param>
internal sealed unsafe class PythonStream(PythonObject source, PythonThread owner, Environ? request = null) : InputStream
{
    private long? _left;

    internal PythonObject Source { get; } = source;

    public override int Read(Span<byte> buffer)
    {
        var left = _left ?? LengthOfBody();
        if (left < buffer.Length)
        {
            buffer = buffer[..(int)left];
        }
        if (buffer.IsEmpty)
        {
            return 0;
        }
        using var gil = Gil.Take(owner);
        using var name = Owned.OrThrow(PyString.New("read"));
        using var read = Owned.OrThrow(Py.GetAttr(Source.Pointer, name.Pointer));
        using var size = Owned.OrThrow(Py.NewLong(buffer.Length));
        var arguments = stackalloc nint[2];
        arguments[1] = size.Pointer;
        using var block = Owned.OrThrow(Py.Vectorcall(read.Pointer, arguments + 1, 1 | Py.ArgumentsOffset, 0));
        if (!Py.IsBytes(block.Pointer))
        {
            throw new IOException("the read() of the wsgi.input that a Python component put into the environ did not return bytes");
        }
        var bytes = new ReadOnlySpan<byte>(Py.BytesData(block.Pointer), (int)Py.BytesSize(block.Pointer));
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes[..count].CopyTo(buffer);
        _left = left - count;
        return count;
    }

    private long LengthOfBody()
    {
        if (request is null || request[EnvironKey.InputTerminated] is true || request[EnvironKey.HttpTransferEncoding] is not null)
        {
            return long.MaxValue;
        }
        return long.TryParse(request[EnvironKey.ContentLength] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (PythonThread.Current == owner)
        {
            return new ValueTask<int>(Read(buffer.Span));
        }
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        owner.Post(_ => Complete(done, buffer), null, _ => done.SetException(new IOException("the request of this body is over")));
        return new ValueTask<int>(done.Task);
    }

    private void Complete(TaskCompletionSource<int> done, Memory<byte> buffer)
    {
        try
        {
            done.SetResult(Read(buffer.Span));
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
