// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Servers.Kestrel;

/// <summary>How many connections there may be at once, where the system lets the process open few files (<c>ulimit -n</c>): .NET ends a process that can open none any more.</summary>
internal static class OpenFiles
{
    private const int Enough = 65_536;
    private const int Others = 64;

    /// <summary>Half of what is left, for apps open files, too; null where the limit is far away, or not known.</summary>
    public static int? RoomForConnections() =>
        OperatingSystem.IsLinux() ? RoomForConnections(File.ReadAllText("/proc/self/limits"), Directory.GetFiles("/proc/self/fd").Length) : null;

    /// <summary>The same, for a text as <c>/proc/self/limits</c> is.</summary>
    internal static int? RoomForConnections(string limits, int open)
    {
        var line = limits.Split('\n').FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return int.TryParse(soft, CultureInfo.InvariantCulture, out var limit) && limit < Enough ? Math.Max(1, (limit - open - Others) / 2) : null;
    }
}
