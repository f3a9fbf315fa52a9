// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Reads an <c>entry_points.txt</c>. Lines may be indented, as Debian's repoze.who has them.</summary>
internal static class EntryPointsFile
{
    public static IReadOnlyList<EntryPoint> Read(string text)
    {
        var found = new List<EntryPoint>();
        var group = "";
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is '#' or ';')
            {
                continue;
            }
            if (line[0] == '[' && line[^1] == ']')
            {
                group = line[1..^1].Trim();
                continue;
            }
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                found.Add(new EntryPoint(group, line[..equals].Trim(), WithoutExtras(line[(equals + 1)..])));
            }
        }
        return found;
    }

    private static string WithoutExtras(string value)
    {
        var extras = value.IndexOf('[', StringComparison.Ordinal);
        return (extras < 0 ? value : value[..extras]).Trim();
    }
}
