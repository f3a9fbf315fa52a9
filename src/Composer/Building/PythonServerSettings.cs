// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The settings of a Python server, and what is known of its address.</summary>
/// <param name="Conf">What its factory gets.</param>
/// <param name="Note">Who serves, and where, as far as the section tells.</param>
internal sealed record PythonServerSettings(Conf Conf, string Note)
{
    private const string Host = "host";
    private const string Port = "port";
    private static readonly string[] Addresses = [Host, Port, "listen", "bind", "unix_socket"];

    /// <summary>The section's settings with the address of the command line in its place; one that cannot be placed is an error.</summary>
    public static PythonServerSettings Of(FactoryNode node, Conf overrides, Config.DiagnosticList problems)
    {
        var conf = node.LocalConf.Copy();
        if (overrides["bind"] is { } bind)
        {
            Bind(node, conf, bind, problems);
        }
        return new PythonServerSettings(conf, $"{Owner.Of(node)} is Python's '{node.Factory}'; {Where(conf)}");
    }

    private static void Bind(FactoryNode node, Conf conf, ConfEntry bind, Config.DiagnosticList problems)
    {
        if (!TakesHostAndPort(node))
        {
            problems.Error(node.Factory.Source, "bind-unknown", $"{Owner.Of(node)}: '{node.Factory}' is a Python server whose address Composer cannot set: its section has no host and no port", "write the address in the section, in the server's own words");
            return;
        }
        if (Split(bind.Text.Text) is not var (host, port))
        {
            problems.Error(bind.Text.Source, "bad-value", $"{Owner.Of(node)}: '{node.Factory}' is a Python server, which takes one address of the form host:port, not '{bind.Text.Text}'");
            return;
        }
        foreach (var address in Addresses)
        {
            conf.Pop(address);
        }
        conf.Set(Host, host, bind.Text.Source);
        conf.Set(Port, port, bind.Text.Source);
    }

    private static bool TakesHostAndPort(FactoryNode node) =>
        node.LocalConf.Contains(Host) || node.LocalConf.Contains(Port)
        || (node.Factory.Scheme == "egg" && LegacyServers.Find(node.Factory.Target, node.Factory.Entry) is not null);

    private static (string Host, string Port)? Split(string address)
    {
        var colon = address.LastIndexOf(':');
        var (host, port) = colon < 0 ? ("127.0.0.1", address) : (address[..colon].Trim('[', ']'), address[(colon + 1)..]);
        return port.Length > 0 && port.All(char.IsAsciiDigit) && !host.Contains('/') && !host.Contains(' ') ? (host.Length == 0 ? "0.0.0.0" : host, port) : null;
    }

    private static string Where(Conf conf)
    {
        var said = Addresses.Where(conf.Contains).Select(name => $"{name} = {conf.Text(name)}").ToList();
        return said.Count == 0 ? "Composer does not know where it listens" : $"its section says {string.Join(", ", said)}";
    }
}
