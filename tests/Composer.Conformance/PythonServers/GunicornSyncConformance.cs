// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class GunicornSyncConformance : PythonServerConformance
{
    protected override string Name => "gunicorn-sync";

    protected override IReadOnlyList<Command> Commands(int port, string folder) =>
        [new("/usr/bin/gunicorn", "-w", "2", "-k", "sync", "-b", $"127.0.0.1:{port}", "served:app")];
}
