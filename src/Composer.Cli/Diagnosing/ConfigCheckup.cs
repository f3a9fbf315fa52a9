// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Composer.Config;

namespace Composer.Cli.Diagnosing;

/// <summary>The config, and what it asks of the machine: files that can be read, addresses that are free.</summary>
internal static partial class ConfigCheckup
{
    private const string UsualAddress = "127.0.0.1:8080";

    public static IEnumerable<Finding> Findings(Arguments arguments)
    {
        var site = new Site(arguments);
        var problems = site.Loader.Check(site.Graph);
        var errors = problems.Count(problem => problem.Severity == Severity.Error);
        yield return new Finding(errors > 0 ? Health.Bad : Health.Good, "config", $"{site.Graph.File}: {DiagnosticPrinter.Summary(problems)}{(problems.Count > 0 ? " (compose check)" : "")}");
        foreach (var file in site.Graph.Files.Where(IsOpenToAll))
        {
            yield return new Finding(Health.Poor, "permissions", $"everybody may change {file}: chmod o-w");
        }
        foreach (var address in Addresses(site.Graph))
        {
            yield return Address(address);
        }
    }

    private static bool IsOpenToAll(string file) =>
        !OperatingSystem.IsWindows() && File.Exists(file) && File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherWrite);

    private static string[] Addresses(Graph graph)
    {
        var server = graph.Server() as FactoryNode;
        var bind = server?.LocalConf.Text("bind") ?? server?.LocalConf.Text("listen");
        if (bind is not null)
        {
            return bind.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries);
        }
        return [server is null ? UsualAddress : $"{server.LocalConf.Text("host") ?? "127.0.0.1"}:{server.LocalConf.Text("port") ?? "8080"}"];
    }

    private static Finding Address(string address)
    {
        if (address.StartsWith("unix:", StringComparison.Ordinal))
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(address[5..].Split('?')[0])) ?? "/";
            return Directory.Exists(folder) ? new Finding(Health.Good, "address", address) : new Finding(Health.Bad, "address", $"{address}: there is no folder {folder}");
        }
        if (HostAndPort().Match(address) is not { Success: true } match || !int.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
        {
            return new Finding(Health.Note, "address", $"{address} was not tried");
        }
        return Try(address, match.Groups["host"].Value.Trim('[', ']'), port);
    }

    private static Finding Try(string address, string host, int port)
    {
        var ip = IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out var parsed) ? parsed : host is "" or "*" ? IPAddress.Any : null;
        if (ip is null)
        {
            return new Finding(Health.Note, "address", $"{address} was not tried");
        }
        try
        {
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(ip, port));
            return new Finding(Health.Good, "address", $"{address} is free");
        }
        catch (SocketException error)
        {
            return new Finding(Health.Bad, "address", $"{address}: {error.Message}; serve -b chooses another");
        }
    }

    [GeneratedRegex(@"^(?:(?<host>[^:]*|\[.*\]):)?(?<port>\d+)$")]
    private static partial Regex HostAndPort();
}
