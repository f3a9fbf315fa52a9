// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Counts what this process changes in sessions, whatever filter does it; sessions that share a count only look more often than they would have to.</summary>
internal static class SessionVersions
{
    private const int Places = 16 * 1024;

    private static readonly int[] Counts = new int[Places];

    /// <summary>The count of an id.</summary>
    public static int Of(string id) => Volatile.Read(ref Counts[PlaceOf(id)]);

    /// <summary>The session of an id was stored or removed.</summary>
    public static void Change(string id) => Interlocked.Increment(ref Counts[PlaceOf(id)]);

    private static int PlaceOf(string id) => string.GetHashCode(id) & (Places - 1);
}
