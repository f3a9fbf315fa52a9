// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Serving;

/// <summary>For machines: entries of the log.</summary>
internal sealed partial class LoggedStartupReport(ILogger log) : StartupReport
{
    public override void Config(ConfigFile file) => Log.Serving(log, ProductVersion.Text, file.Path);

    public override void Pipeline(Node node)
    {
    }

    public override void Python(PythonInstallation python, int threads) => Log.Python(log, python.Version, python.Executable, threads);

    public override void Note(string note) => Log.Note(log, note);

    public override void Listening(string address) => Log.Listening(log, address);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Composer {Version} serves {Config}")]
        public static partial void Serving(ILogger log, string version, string config);

        [LoggerMessage(LogLevel.Information, "Python {Version} {Executable}, {Threads} threads")]
        public static partial void Python(ILogger log, string version, string executable, int threads);

        [LoggerMessage(LogLevel.Information, "{Note}")]
        public static partial void Note(ILogger log, string note);

        [LoggerMessage(LogLevel.Information, "listening {Address}")]
        public static partial void Listening(ILogger log, string address);
    }
}
