// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class TornadoConformance : PythonServerConformance
{
    protected override string Name => "tornado";

    // SystemExit in a request ends its loop; it collects a body before it sends the first block.
    protected override IReadOnlyList<string> Deadly => ["python exits", "csharp endless", "python endless", "csharp stream", "python stream", "mixed stream"];

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("tornado", port)];
}
