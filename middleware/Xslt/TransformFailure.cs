// SPDX-License-Identifier: MIT
using System.Xml.Xsl;

namespace Composer.Middleware;

/// <summary>Says why a transformation failed.</summary>
internal static class TransformFailure
{
    /// <summary>One line for the log: what lies deepest, with the place in the document or in the stylesheet.</summary>
    public static string Describe(Exception error)
    {
        var cause = error;
        while (cause.InnerException is { } inner && cause is not (TransformLimit or StylesheetError))
        {
            cause = inner;
        }
        var place = Places(error).LastOrDefault();
        return place is null ? cause.Message : $"{place}: {cause.Message}";
    }

    private static IEnumerable<string> Places(Exception error)
    {
        for (Exception? at = error; at is not null; at = at.InnerException)
        {
            if (at is XsltException { LineNumber: > 0 } wrong)
            {
                yield return $"{wrong.SourceUri}:{wrong.LineNumber}:{wrong.LinePosition}";
            }
        }
    }
}
