// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class UwsgiHttp11Conformance : PythonServerConformance
{
    protected override string Name => "uwsgi-http11";

    // The socket never ends an answer of unknown length, and most of the other exchanges have one.
    protected override IReadOnlyList<string> Kinds => ["mixed"];

    protected override IReadOnlyList<Command> Commands(int port, string folder) => [UwsgiConformance.Workers("--http11-socket", $"127.0.0.1:{port}")];
}
