// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class PserveConformance : PythonServerConformance
{
    private const int Interrupt = 2;

    protected override string Name => "pserve";

    protected override IReadOnlyList<Command> Commands(int port, string folder) =>
        [PasteFile.Command("/usr/bin/pserve3", "pyramid, waitress", PasteFile.Write(port, folder)) with { Signal = Interrupt }];
}
