// SPDX-License-Identifier: MIT
using Composer.Tests.Architecture;

namespace Composer.Conformance.PythonServers;

/// <summary>A program that loads its config with <c>paste.deploy</c>, for which Composer stands in.</summary>
internal static class PasteFile
{
    /// <summary>Writes a config with the served site and a waitress of its own.</summary>
    public static string Write(int port, string folder)
    {
        var file = Path.Combine(folder, "site.ini");
        File.WriteAllText(file, $"[app:main]\nuse = config:{ServerProcesses.Apps}/served.ini\n[server:main]\nuse = egg:waitress#main\nlisten = 127.0.0.1:{port}\n");
        return file;
    }

    /// <summary>The program with the folder of the stand-in first on its path.</summary>
    public static Command Command(string program, string module, params string[] arguments)
    {
        var standIn = Repository.At("src", "python", "wsgi_composer", "stand_in");
        return new("/usr/bin/env", [$"PYTHONPATH={standIn}:{Repository.At("src", "python")}:{ServerProcesses.Apps}", program, .. arguments]) { Module = module };
    }
}
