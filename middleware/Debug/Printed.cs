// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>A <c>wsgi.errors</c> that remembers what passes through it, and what Python printed meanwhile.</summary>
internal sealed class Printed(TextWriter log, bool keepsErrors) : TextWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Takes what Python prints; it goes to the log on a way of its own.</summary>
    public TextWriter Prints => field ??= new StringWriter(_text);

    /// <summary>The app does not want it shown.</summary>
    public bool IsRemoved { get; set; }

    public override Encoding Encoding => log.Encoding;

    public override void Write(char value)
    {
        log.Write(value);
        if (keepsErrors)
        {
            _text.Append(value);
        }
    }

    public override void Write(string? value)
    {
        log.Write(value);
        if (keepsErrors)
        {
            _text.Append(value);
        }
    }

    public override void Flush() => log.Flush();

    public override string ToString() => _text.ToString();
}
