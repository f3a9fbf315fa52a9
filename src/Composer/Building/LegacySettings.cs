// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A section written for another server, in the words of Composer's <c>http</c>.</summary>
internal sealed class LegacySettings
{
    private const string Bind = "bind";

    private LegacySettings()
    {
    }

    /// <summary>Settings of <c>http</c>.</summary>
    public Conf Http { get; } = new();

    /// <summary>How many Python threads the other server would have had, or null.</summary>
    public int? Threads { get; private set; }

    /// <summary>What <c>wsgi.url_scheme</c> shall always be, or null.</summary>
    public string? UrlScheme { get; private set; }

    /// <summary>Translates a section; what cannot be translated is a warning.</summary>
    public static LegacySettings Of(LegacyServer server, FactoryNode node, DiagnosticList problems)
    {
        var settings = new LegacySettings();
        foreach (var entry in node.LocalConf.Where(entry => !OwnKeys.Is(entry.Key)))
        {
            settings.Take(server, node, entry, problems);
        }
        settings.UseSocket(node);
        settings.UseDefaults(server, node.Source);
        return settings;
    }

    private void Take(LegacyServer server, FactoryNode node, ConfEntry entry, DiagnosticList problems)
    {
        if (entry.Key == server.Threads)
        {
            Threads = SectionThreads.Read(node, entry, problems);
            return;
        }
        if (!server.Settings.TryGetValue(entry.Key, out var name))
        {
            if (!server.Meaningless.Contains(entry.Key))
            {
                problems.Warning(entry.KeySource, "setting-ignored", $"{Owner.Of(node)}: Composer serves in the place of '{node.Factory}' and has nothing like its setting '{entry.Key}'");
            }
            return;
        }
        switch (name)
        {
            case "url_scheme":
                UrlScheme = entry.Text.Text;
                break;
            case "host":
                TakeHost(entry);
                break;
            case Bind:
                Set(Bind, string.Join(' ', Word.Split(entry.Text).Select(address => Address(address.Text))), entry);
                break;
            case "unix_socket" or "unix_socket_perms":
                break;
            default:
                Set(name, entry.Text.Text, entry);
                break;
        }
    }

    // Paste's server takes "host:port" for a host.
    private void TakeHost(ConfEntry entry)
    {
        var text = entry.Text.Text.Trim();
        var colon = text.LastIndexOf(':');
        if (colon > 0 && text.IndexOf(':', StringComparison.Ordinal) == colon)
        {
            Set("host", text[..colon], entry);
            Set("port", text[(colon + 1)..], entry);
            return;
        }
        Set("host", text, entry);
    }

    private void UseSocket(FactoryNode node)
    {
        if (node.LocalConf["unix_socket"] is { } socket)
        {
            var mode = node.LocalConf.Text("unix_socket_perms") is { } perms ? $"?mode={perms.Trim()}" : "";
            Set(Bind, $"unix:{socket.Text.Text.Trim()}{mode}", socket);
        }
    }

    private void UseDefaults(LegacyServer server, Source source)
    {
        if (Http.Contains(Bind))
        {
            Http.Pop("host");
            Http.Pop("port");
            return;
        }
        Default("host", server.Host, source);
        Default("port", server.Port, source);
    }

    private void Default(string name, string? value, Source source)
    {
        if (value is not null && !Http.Contains(name))
        {
            Http.Set(name, value, source);
        }
    }

    private void Set(string name, string value, ConfEntry from) =>
        Http.Set(new ConfEntry(name, from.KeySource, new PlacedText(value, from.Text.Source)));

    private static string Address(string address) => address.StartsWith("*:", StringComparison.Ordinal) ? address[1..] : address;
}
