// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class WaitressConformance : PythonServerConformance
{
    protected override string Name => "waitress";

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("waitress", port)];
}
