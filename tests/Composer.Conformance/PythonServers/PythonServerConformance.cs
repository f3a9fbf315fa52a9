// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace Composer.Conformance.PythonServers;

/// <summary>A Python server that serves Composer's pipelines, in processes of its own. A new server needs one small class.</summary>
public abstract class PythonServerConformance
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(ServerReport.IsUpdating ? 2 : 20);
    private static readonly TimeSpan ForDeviations = TimeSpan.FromSeconds(0.4);

    /// <summary>As in the manual.</summary>
    protected abstract string Name { get; }

    /// <summary>What is started, the one that listens last.</summary>
    /// <param name="port">Where to listen.</param>
    /// <param name="folder">A folder of its own, for sockets and configs.</param>
    protected abstract IReadOnlyList<Command> Commands(int port, string folder);

    /// <summary>What would end the server or a worker, or block it, as <c>python exits</c>: it is not tried.</summary>
    protected virtual IReadOnlyList<string> Deadly => [];

    /// <summary>Which apps are tried: csharp, python, mixed.</summary>
    protected virtual IReadOnlyList<string> Kinds => ["csharp", "python", "mixed"];

    [SkippableFact]
    public async Task Every_exchange_and_a_pipeline_of_both_languages_go_as_the_manual_says_and_the_end_is_graceful()
    {
        using var folder = new SharedFolder();
        var port = FreePort();
        var commands = Commands(port, folder.Path);
        foreach (var command in commands)
        {
            Skip.IfNot(command.Exists, $"{command} is not installed");
        }
        var expected = ServerReport.Expected(Name);

        await using var server = await ServerProcesses.StartAsync(commands, port, folder.Path);
        var seen = new ServerReport(Name);
        foreach (var (kind, exchange) in Rows().Where(row => Kinds.Contains(row.Kind)))
        {
            if (Deadly.Contains($"{kind} {exchange.App}"))
            {
                seen.Add(kind, exchange.Name, "not tried");
                continue;
            }
            var known = expected?.IsDeviation(kind, exchange.Name) == true;
            seen.Add(kind, exchange.Name, await DeviationAsync(port, $"{exchange.App}-{Guid.NewGuid():N}.{kind}", exchange, folder.Path, known && !ServerReport.IsUpdating ? ForDeviations : Usual));
        }
        var ends = await server.EndAsync();

        Assert.True(ends.All(end => end.IsGraceful), $"ended with {string.Join(", ", ends)}:\n{server.Output}");
        Assert.DoesNotContain("Fatal Python error", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NO MERCY", server.Output, StringComparison.Ordinal); // uWSGI, of a worker that did not end by itself
        seen.AssertSame(expected, server.Output);
    }

    private static IEnumerable<(string Kind, Exchange Exchange)> Rows() =>
        Exchanges.All.Select(exchange => ("csharp", exchange))
        .Concat(Exchanges.All.Select(exchange => ("python", exchange)))
        .Concat(MixedExchanges.All.Select(exchange => ("mixed", exchange)));

    private static async Task<string?> DeviationAsync(int port, string host, Exchange exchange, string folder, TimeSpan patience)
    {
        using var talk = new Talk(port, host, new AppFiles(folder, host)) { Patience = patience };
        try
        {
            await exchange.Run(talk);
            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error.Message;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
