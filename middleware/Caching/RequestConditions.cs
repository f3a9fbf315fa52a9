// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Net.Http.Headers;

namespace Composer.Middleware;

/// <summary>The conditions of a request, as they were when it came in. Dates and tags that cannot be read count as absent.</summary>
/// <param name="Match"><c>If-Match</c>.</param>
/// <param name="NoneMatch"><c>If-None-Match</c>.</param>
/// <param name="ModifiedSince"><c>If-Modified-Since</c>.</param>
/// <param name="UnmodifiedSince"><c>If-Unmodified-Since</c>.</param>
internal readonly record struct RequestConditions(string? Match, string? NoneMatch, string? ModifiedSince, string? UnmodifiedSince)
{
    /// <summary>What conditions ask for.</summary>
    internal enum Outcome
    {
        Proceed,
        NotModified,
        Failed,
    }

    /// <summary>Whether there is one.</summary>
    public bool HasAny => (Match ?? NoneMatch ?? ModifiedSince ?? UnmodifiedSince) is not null;

    public static RequestConditions Of(Environ environ) => new(
        environ.GetText(EnvironKey.HttpIfMatch), environ.GetText(EnvironKey.HttpIfNoneMatch), environ.GetText(EnvironKey.HttpIfModifiedSince), environ.GetText(EnvironKey.HttpIfUnmodifiedSince));

    /// <summary>What they ask for, in the order of RFC 9110 §13.2.2.</summary>
    /// <param name="tag">The entity tag of the page, or null.</param>
    /// <param name="modified">Its date, of whole seconds, or null.</param>
    public Outcome Evaluate(string? tag, DateTimeOffset? modified)
    {
        if (Match is not null)
        {
            if (tag is not null && !Matches(Match, tag, strong: true))
            {
                return Outcome.Failed;
            }
        }
        else if (DateOf(UnmodifiedSince) < modified)
        {
            return Outcome.Failed;
        }
        if (NoneMatch is not null)
        {
            return Matches(NoneMatch, tag, strong: false) ? Outcome.NotModified : Outcome.Proceed;
        }
        return modified <= DateOf(ModifiedSince) ? Outcome.NotModified : Outcome.Proceed;
    }

    /// <summary>A date of HTTP (RFC 9110 §5.6.7); null when it is none.</summary>
    public static DateTimeOffset? DateOf(string? text) => text is not null && HeaderUtilities.TryParseDate(text, out var date) ? date : null;

    private static bool Matches(string list, string? tag, bool strong) =>
        list.Trim() == "*"
        || (EntityTagHeaderValue.TryParse(tag, out var own) && EntityTagHeaderValue.TryParseList([list], out var tags) && tags.Any(other => own.Compare(other, strong)));
}
