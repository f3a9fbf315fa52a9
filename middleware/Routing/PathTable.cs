// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace Composer.Middleware;

/// <summary>The mount points of one host by prefix. A look-up costs one hash per segment of the path, and no more than the deepest prefix has, however many there are.</summary>
internal sealed class PathTable
{
    private const int OnStack = 128;

    private readonly Dictionary<string, MountPoint>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly MountPoint? _root;
    private readonly int _longest;
    private readonly int _deepest;

    public PathTable(IEnumerable<MountPoint> mounts)
    {
        var prefixes = new Dictionary<string, MountPoint>(StringComparer.Ordinal);
        foreach (var mount in mounts)
        {
            if (!prefixes.TryAdd(mount.Prefix, mount))
            {
                throw BadSetting.Of(mount.Key, $"the mount point '{mount.Key}' is the same as '{prefixes[mount.Prefix].Key}'");
            }
        }
        prefixes.Remove("", out _root);
        _longest = prefixes.Keys.Max(prefix => (int?)prefix.Length) ?? 0;
        _deepest = prefixes.Keys.Max(prefix => (int?)prefix.Count(c => c == '/')) ?? 0;
        _prefixes = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Finds the longest prefix that ends where a segment of the path ends.</summary>
    /// <param name="path">Several slashes in a row count as one, but only inside the prefix.</param>
    /// <param name="mount">The mount point.</param>
    /// <param name="length">How many characters of the path the prefix takes.</param>
    public bool TryFind(string path, [NotNullWhen(true)] out MountPoint? mount, out int length)
    {
        mount = _root;
        length = 0;
        Span<char> folded = _longest <= OnStack ? stackalloc char[OnStack] : new char[_longest];
        var (at, used) = (0, 0);
        for (var depth = 0; depth < _deepest && SegmentAt(path, ref at, out var segment); depth++)
        {
            if (used + 1 + segment.Length > _longest)
            {
                break;
            }
            folded[used] = '/';
            segment.CopyTo(folded[(used + 1)..]);
            used += 1 + segment.Length;
            if (_prefixes.TryGetValue(folded[..used], out var found))
            {
                (mount, length) = (found, at);
            }
        }
        return mount is not null;
    }

    private static bool SegmentAt(string path, ref int at, out ReadOnlySpan<char> segment)
    {
        var rest = path.AsSpan(at);
        segment = rest.StartsWith('/') ? rest.TrimStart('/') : default;
        if (segment.IsEmpty)
        {
            return false;
        }
        var end = segment.IndexOf('/');
        segment = end < 0 ? segment : segment[..end];
        at = end < 0 ? path.Length : path.Length - rest.TrimStart('/').Length + end;
        return true;
    }
}
