// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class CherootConformance : PythonServerConformance
{
    protected override string Name => "cheroot";

    // SystemExit in a request stops it.
    protected override IReadOnlyList<string> Deadly => ["python exits"];

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("cheroot", port)];
}
