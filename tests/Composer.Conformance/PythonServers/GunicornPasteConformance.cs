// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class GunicornPasteConformance : PythonServerConformance
{
    protected override string Name => "gunicorn-paste";

    protected override IReadOnlyList<Command> Commands(int port, string folder) =>
        [PasteFile.Command("/usr/bin/gunicorn", "gunicorn", "--paste", PasteFile.Write(port, folder), "-w", "2", "-k", "gthread", "--threads", "4", "--keep-alive", "60", "-b", $"127.0.0.1:{port}")];
}
