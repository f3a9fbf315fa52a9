// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class UwsgiConformance : PythonServerConformance
{
    protected override string Name => "uwsgi";

    // SystemExit in a request ends the worker; without its keys in the environ it sometimes answers and sometimes does not.
    protected override IReadOnlyList<string> Deadly => ["python exits", "csharp empties_environ", "python empties_environ"];

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Workers("--http-socket", $"127.0.0.1:{port}")];

    /// <summary>Two workers with four threads each, which load the app themselves.</summary>
    internal static Command Workers(params string[] socket) =>
        new("/usr/bin/uwsgi", [.. socket, "--plugin", "python3", "--master", "--processes", "2", "--threads", "4", "--lazy-apps", "--need-app", "--die-on-term", "--module", "served"])
        {
            IsAtRest = static output => Count(output, " ready in ") >= Count(output, "pawned uWSGI worker "), // spawned or Respawned; --need-app ends with 22 otherwise
        };

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
