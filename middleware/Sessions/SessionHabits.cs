// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Tells from earlier requests to the same folder of the site whether one will look into its session, as processors foresee a branch: twice in a row makes sure, and one exception does not shake it.</summary>
internal sealed class SessionHabits
{
    private const int Places = 1024;
    private const byte Surest = 3;
    private const byte Sure = 2;

    // Written by all requests without a lock: a count that gets lost does not matter.
    private readonly byte[] _counts = new byte[Places];

    /// <summary>Where a request belongs: all of a folder do, and some others that share its count.</summary>
    public static int PlaceOf(Environ environ)
    {
        var path = environ.PathInfo.AsSpan();
        var place = 0;
        foreach (var c in path[..(path.LastIndexOf('/') + 1)])
        {
            place = place * 31 + c;
        }
        return place & (Places - 1);
    }

    /// <summary>Whether a request of this place will probably look into its session.</summary>
    public bool Expect(int place) => _counts[place] >= Sure;

    /// <summary>Takes note of one that did, or did not.</summary>
    public void Learn(int place, bool looked)
    {
        ref var count = ref _counts[place];
        if (looked ? count < Surest : count > 0)
        {
            count += looked ? (byte)1 : byte.MaxValue;
        }
    }

    /// <summary>To look in vain costs time: the place has to begin again.</summary>
    public void Forget(int place) => _counts[place] = 0;
}
