// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A list or tuple of bytes, the most common answer, as one body. The GIL is held.</summary>
internal static unsafe class Blocks
{
    /// <summary>Reads the blocks: one large one is sent from where it lies, small ones are copied together.</summary>
    /// <returns>False when the list has to be iterated: it is large, or something in it is not bytes.</returns>
    internal static bool TryRead(nint sequence, int largestCopied, [NotNullWhen(true)] out Body? body)
    {
        var list = Py.TypeOf(sequence) == Py.ListType;
        var count = list ? Py.ListSize(sequence) : Py.TupleSize(sequence);
        nint total = 0;
        body = null;
        for (nint i = 0; i < count; i++)
        {
            var item = list ? Py.ListItem(sequence, i) : Py.TupleItem(sequence, i);
            if (Py.TypeOf(item) != Py.BytesType)
            {
                return false;
            }
            total += Py.BytesSize(item);
        }
        if (total <= largestCopied)
        {
            body = Copy(sequence, list, count, (int)total);
            return true;
        }
        if (count != 1)
        {
            return false;
        }
        var single = list ? Py.ListItem(sequence, 0) : Py.TupleItem(sequence, 0);
        Py.IncRef(single);
        body = new NativeBody(single);
        return true;
    }

    private static Body Copy(nint sequence, bool list, nint count, int total)
    {
        if (total == 0)
        {
            return Body.Empty;
        }
        var bytes = new byte[total];
        var offset = 0;
        for (nint i = 0; i < count; i++)
        {
            var item = list ? Py.ListItem(sequence, i) : Py.TupleItem(sequence, i);
            var size = (int)Py.BytesSize(item);
            new ReadOnlySpan<byte>(Py.BytesData(item), size).CopyTo(bytes.AsSpan(offset));
            offset += size;
        }
        return Body.From(bytes);
    }
}
