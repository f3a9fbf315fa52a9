// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class EventletConformance : PythonServerConformance
{
    protected override string Name => "eventlet";

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("eventlet", port)];
}
