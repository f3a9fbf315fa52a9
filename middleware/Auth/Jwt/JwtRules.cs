// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What the claims of a token must say: that it is valid now, from whom it is, and for whom.</summary>
internal sealed class JwtRules(AuthJwtOptions options, TimeProvider clock)
{
    /// <summary>Why a token is refused, in words that the client may see; null when it is good.</summary>
    public string? ProblemOf(JwtClaims claims)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        return ProblemOfTimes(claims, now, options.Leeway.TotalSeconds) ?? ProblemOfNames(claims);
    }

    private string? ProblemOfTimes(JwtClaims claims, double now, double leeway)
    {
        if (!TryTime(claims, "exp", out var end) || !TryTime(claims, "nbf", out var start) || !TryTime(claims, "iat", out var issued))
        {
            return "a time of the token is not a number";
        }
        if (end is null && options.RequireExpiry)
        {
            return "the token does not expire";
        }
        if (now >= end + leeway)
        {
            return "the token expired";
        }
        return start - leeway > now || issued - leeway > now ? "the token is not valid yet" : null;
    }

    private string? ProblemOfNames(JwtClaims claims)
    {
        if (options.Issuer.Count > 0 && !options.Issuer.Contains(claims.Values.GetValueOrDefault("iss") as string))
        {
            return "the token is from another issuer";
        }
        return options.Audience.Count > 0 && !claims.OneOrMany("aud").Any(options.Audience.Contains) ? "the token is for another audience" : null;
    }

    private static bool TryTime(JwtClaims claims, string name, out double? time)
    {
        time = claims.Values.GetValueOrDefault(name) switch { long whole => whole, double number => number, _ => null };
        return time is not null || !claims.Values.ContainsKey(name);
    }
}
