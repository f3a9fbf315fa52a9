// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class TwistedConformance : PythonServerConformance
{
    protected override string Name => "twisted";

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("twisted", port)];
}
