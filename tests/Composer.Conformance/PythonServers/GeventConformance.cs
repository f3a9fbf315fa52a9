// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class GeventConformance : PythonServerConformance
{
    protected override string Name => "gevent";

    // SystemExit in a request ends its loop.
    protected override IReadOnlyList<string> Deadly => ["python exits"];

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("gevent", port)];
}
