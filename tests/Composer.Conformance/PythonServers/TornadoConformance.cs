// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class TornadoConformance : PythonServerConformance
{
    protected override string Name => "tornado";

    // Its WSGIContainer runs an app to the end before it sends, on the thread of its loop.
    protected override IReadOnlyList<string> Deadly =>
        [.. from kind in (string[])["csharp", "python", "mixed"] from app in (string[])["endless", "paced", "waits", "stream"] select $"{kind} {app}"];

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [Command.Library("tornado", port)];
}
