// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class CherootConformance : PythonServerConformance
{
    protected override string Name => "cheroot";

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("cheroot", port)];
}
