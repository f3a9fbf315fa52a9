// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class TornadoConformance : PythonServerConformance
{
    protected override string Name => "tornado";

    // SystemExit in a request ends its loop.
    protected override string Deadly => "exits";

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("tornado", port)];
}
