// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Trying;

/// <summary><c>wsgi.errors</c> of a request that is tried: standard error.</summary>
internal sealed class StandardErrorText : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Console.Error.Write(value);

    public override void Write(string? value) => Console.Error.Write(value);
}
