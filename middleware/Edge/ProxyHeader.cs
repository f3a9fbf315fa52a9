// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A header in which a proxy says what it knows of a request.</summary>
public enum ProxyHeader
{
    /// <summary>All of it in one (RFC 7239); not together with the others, but for the prefix.</summary>
    Forwarded,

    /// <summary>The client's address.</summary>
    XForwardedFor,

    /// <summary>The scheme that the client used.</summary>
    XForwardedProto,

    /// <summary>The host that the client asked for.</summary>
    XForwardedHost,

    /// <summary>The port that the client came to.</summary>
    XForwardedPort,

    /// <summary>The path under which the site is at the proxy.</summary>
    XForwardedPrefix,

    /// <summary>The address at which the proxy was reached; nothing is done with it.</summary>
    XForwardedBy,
}
