// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>The <c>wsgi.errors</c> of a Python server, for C# components: whole lines.</summary>
internal sealed unsafe class PythonWriter(PythonObject source) : TextWriter
{
    private readonly StringBuilder _line = new();

    internal PythonObject Source { get; } = source;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        _line.Append(value);
        if (value == '\n')
        {
            Flush();
        }
    }

    public override void Write(string? value)
    {
        _line.Append(value);
        if (value is not null && value.EndsWith('\n'))
        {
            Flush();
        }
    }

    public override void Flush()
    {
        if (_line.Length == 0)
        {
            return;
        }
        var text = _line.ToString();
        _line.Clear();
        if (PythonThread.Current is { } thread)
        {
            Send(thread, text);
            return;
        }
        PythonHost.Running.Post(python => Send(python, text));
    }

    private void Send(PythonThread thread, string text)
    {
        using var gil = Gil.Take(thread);
        using var name = Owned.OrThrow(PyString.New("write"));
        using var write = Owned.OrThrow(Py.GetAttr(Source.Pointer, name.Pointer));
        using var line = Owned.OrThrow(PyString.New(text));
        var arguments = stackalloc nint[2];
        arguments[1] = line.Pointer;
        using var written = Owned.OrThrow(Py.Vectorcall(write.Pointer, arguments + 1, 1 | Py.ArgumentsOffset, 0));
    }
}
