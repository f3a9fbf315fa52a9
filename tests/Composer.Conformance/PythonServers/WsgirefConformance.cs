// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class WsgirefConformance : PythonServerConformance
{
    protected override string Name => "wsgiref";

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("wsgiref", port)];
}
