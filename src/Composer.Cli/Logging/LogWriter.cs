// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Logging;

/// <summary>Lines for people among those of the log: a full disk or a closed terminal is no failure of who writes them.</summary>
internal sealed class LogWriter(LogSink sink) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => sink.Write(value.ToString());

    public override void Write(string? value) => sink.Write(value ?? "");

    public override void WriteLine(string? value) => sink.Write(value + "\n");
}
