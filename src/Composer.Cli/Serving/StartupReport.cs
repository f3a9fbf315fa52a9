// SPDX-License-Identifier: MIT
namespace Composer.Cli.Serving;

/// <summary>The few lines that a server says when it starts.</summary>
internal abstract class StartupReport
{
    /// <summary>Which config is served.</summary>
    public abstract void Config(ConfigFile file);

    /// <summary>The pipeline.</summary>
    public abstract void Pipeline(Node node);

    /// <summary>The Python that runs.</summary>
    public abstract void Python(PythonInstallation python, int threads);

    /// <summary>Something the user should know.</summary>
    public abstract void Note(string note);

    /// <summary>One address on which requests are accepted from now on.</summary>
    public abstract void Listening(string address);
}
