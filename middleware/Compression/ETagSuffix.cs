// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives each encoded form of a response an entity tag of its own (RFC 9110 §8.8.3.3): <c>"x"</c> becomes <c>"x-gzip"</c>, and back on the way in.</summary>
internal sealed class ETagSuffix(IReadOnlyList<string> codings)
{
    private readonly string[] _endings = [.. codings.Select(coding => $"-{coding}\"")];

    /// <summary>The entity tag of the encoded form; weak ones stay, they promise no equal bytes.</summary>
    public static string Encoded(string tag, string coding) =>
        tag.Length > 1 && tag[0] == '"' && tag[^1] == '"' ? $"{tag[..^1]}-{coding}\"" : tag;

    /// <summary>A condition as the app has to see it: without the suffixes.</summary>
    public string Stripped(string condition)
    {
        foreach (var ending in _endings)
        {
            if (condition.Contains(ending, StringComparison.Ordinal))
            {
                condition = condition.Replace(ending, "\"", StringComparison.Ordinal);
            }
        }
        return condition;
    }

    /// <summary>Puts back on a 304 the suffix that the client's own condition had.</summary>
    public void Restore(Response response, string? condition)
    {
        if (condition is null || response.Headers["ETag"] is not { } tag)
        {
            return;
        }
        foreach (var coding in codings)
        {
            var encoded = Encoded(tag, coding);
            if (condition.Contains(encoded, StringComparison.Ordinal) && encoded != tag)
            {
                response.Headers["ETag"] = encoded;
                return;
            }
        }
    }
}
