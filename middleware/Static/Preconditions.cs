// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Net.Http.Headers;

namespace Composer.Middleware;

/// <summary>The conditions of a request against a file, in the order of RFC 9110 §13.2.2. Dates and tags that cannot be read count as absent.</summary>
internal static class Preconditions
{
    /// <summary>What the conditions ask for.</summary>
    internal enum Outcome
    {
        Proceed,
        NotModified,
        Failed,
    }

    public static Outcome Evaluate(Environ environ, ServedFile file)
    {
        if (environ.GetText(EnvironKey.HttpIfMatch) is { } match)
        {
            if (!Matches(match, file, strong: true))
            {
                return Outcome.Failed;
            }
        }
        else if (DateOf(environ, EnvironKey.HttpIfUnmodifiedSince) is { } limit && Seconds(file.Modified) > limit)
        {
            return Outcome.Failed;
        }

        if (environ.GetText(EnvironKey.HttpIfNoneMatch) is { } noneMatch)
        {
            return Matches(noneMatch, file, strong: false) ? Outcome.NotModified : Outcome.Proceed;
        }
        return DateOf(environ, EnvironKey.HttpIfModifiedSince) is { } since && Seconds(file.Modified) <= since ? Outcome.NotModified : Outcome.Proceed;
    }

    /// <summary>Whether the parts that the client has are of this very file (<c>If-Range</c>, RFC 9110 §13.1.5).</summary>
    public static bool RangeApplies(Environ environ, ServedFile file)
    {
        if (environ.GetText(EnvironKey.HttpIfRange) is not { } condition)
        {
            return true;
        }
        return condition.Contains('"') ? condition.Trim() == file.ETag : HeaderUtilities.TryParseDate(condition, out var date) && date == Seconds(file.Modified);
    }

    private static bool Matches(string list, ServedFile file, bool strong)
    {
        if (list.Trim() == "*")
        {
            return true;
        }
        var own = new EntityTagHeaderValue(file.ETag);
        return EntityTagHeaderValue.TryParseList([list], out var tags) && tags.Any(tag => own.Compare(tag, strong));
    }

    private static DateTimeOffset? DateOf(Environ environ, EnvironKey key) =>
        environ.GetText(key) is { } text && HeaderUtilities.TryParseDate(text, out var date) ? date : null;

    // HTTP dates have no fractions.
    private static DateTimeOffset Seconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
