// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class GunicornThreadsConformance : PythonServerConformance
{
    protected override string Name => "gunicorn-gthread";

    protected override IReadOnlyList<Command> Commands(int port, string folder) =>
        [new("/usr/bin/gunicorn", "-w", "2", "-k", "gthread", "--threads", "4", "--keep-alive", "60", "-b", $"127.0.0.1:{port}", "served:app")];
}
