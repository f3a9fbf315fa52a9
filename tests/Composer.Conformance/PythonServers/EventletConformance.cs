// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class EventletConformance : PythonServerConformance
{
    // Its hub raises the KeyboardInterrupt of Ctrl+C once more at the end of the program.
    private const int Interrupted = 130;

    protected override string Name => "eventlet";

    // SystemExit in a request ends its loop.
    protected override IReadOnlyList<string> Deadly => ["python exits"];

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("eventlet", port) with { ExitCodes = [0, Interrupted] }];
}
