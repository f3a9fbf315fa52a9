// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Where a server listens, as its section says it.</summary>
internal static class ServerAddress
{
    /// <param name="node">The server.</param>
    /// <param name="registry">Knows what Composer's own server does when the section says nothing.</param>
    public static string Of(FactoryNode node, Registry registry)
    {
        var legacy = node.Factory.Scheme == "egg" ? LegacyServers.Find(node.Factory.Target, node.Factory.Entry) : null;
        var settings = legacy is null ? node.LocalConf : LegacySettings.Of(legacy, node, []).Http;
        var bind = settings.Text("bind") ?? settings.Text("listen");
        return bind is { Length: > 0 }
            ? string.Join(", ", bind.Split((char[]?)[',', ' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
            : $"{settings.Text("host") ?? Default(registry, "host")}:{settings.Text("port") ?? Default(registry, "port")}";
    }

    private static string Default(Registry registry, string setting) =>
        SettingText.Of(registry.Find(ComponentKind.Server, LegacyServers.Replacement)?.Settings.FirstOrDefault(known => known.Name == setting)?.Default);
}
