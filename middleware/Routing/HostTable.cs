// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The mount points of a urlmap by host: host with port, host, wildcard (longest first), any. A host without a fitting path leaves the request to the next.</summary>
internal sealed class HostTable
{
    private readonly PathTable? _anyHost;
    private readonly Dictionary<string, PortTable> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PortTable>.AlternateLookup<ReadOnlySpan<char>> _byHost;
    private readonly (string Suffix, PortTable Ports)[] _wildcards;

    public HostTable(IEnumerable<MountPoint> mounts)
    {
        var byHost = mounts.ToLookup(mount => mount.Host);
        _anyHost = byHost.Contains(null) ? new PathTable(byHost[null]) : null;
        foreach (var group in byHost.Where(group => group.Key is not null && !IsWildcard(group.Key)))
        {
            _hosts[group.Key!] = new PortTable(group);
        }
        _byHost = _hosts.GetAlternateLookup<ReadOnlySpan<char>>();
        _wildcards = [.. byHost.Where(group => group.Key is not null && IsWildcard(group.Key))
            .OrderByDescending(group => group.Key!.Length)
            .Select(group => (group.Key![1..], new PortTable(group)))];
    }

    /// <summary>Finds the mount point of a request, and how much of its path the prefix takes.</summary>
    public bool TryFind(Environ environ, string path, [NotNullWhen(true)] out MountPoint? mount, out int length)
    {
        if ((_hosts.Count > 0 || _wildcards.Length > 0) && TryFindByHost(environ, path, out mount, out length))
        {
            return true;
        }
        mount = null;
        length = 0;
        return _anyHost is not null && _anyHost.TryFind(path, out mount, out length);
    }

    private bool TryFindByHost(Environ environ, string path, [NotNullWhen(true)] out MountPoint? mount, out int length)
    {
        mount = null;
        length = 0;
        if (environ.GetText(EnvironKey.HttpHost) is not { } header || !HostName.TrySplit(header, out var host, out var port))
        {
            return false;
        }

        var number = HostName.PortOf(port, environ.UrlScheme);
        if (_byHost.TryGetValue(host, out var ports) && ports.TryFind(number, path, out mount, out length))
        {
            return true;
        }
        foreach (var (suffix, wildcard) in _wildcards)
        {
            if (host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && wildcard.TryFind(number, path, out mount, out length))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsWildcard(string host) => host[0] == '*';

    /// <summary>The mount points of one host: those of a port before those of any.</summary>
    private sealed class PortTable(IEnumerable<MountPoint> mounts)
    {
        private readonly (int? Port, PathTable Paths)[] _ports =
            [.. mounts.GroupBy(mount => mount.Port).OrderBy(group => group.Key is null).Select(group => (group.Key, new PathTable(group)))];

        public bool TryFind(int port, string path, [NotNullWhen(true)] out MountPoint? mount, out int length)
        {
            foreach (var (own, paths) in _ports)
            {
                if ((own is null || own == port) && paths.TryFind(path, out mount, out length))
                {
                    return true;
                }
            }
            mount = null;
            length = 0;
            return false;
        }
    }
}
