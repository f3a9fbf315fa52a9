// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Whether a browser sends a cookie with requests that another site caused.</summary>
public enum SameSite
{
    /// <summary>Only when somebody follows a link.</summary>
    Lax,

    /// <summary>Never.</summary>
    Strict,

    /// <summary>Always; only for cookies that are sent over HTTPS alone.</summary>
    None,

    /// <summary>As the browser likes; the attribute is left out.</summary>
    Unset,
}
