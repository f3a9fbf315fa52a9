// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The hash function of a ticket's signature.</summary>
public enum TicketDigest
{
    /// <summary>As mod_auth_tkt, Paste and repoze.who have it by default.</summary>
    Md5,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>As Pyramid has it by default.</summary>
    Sha512,
}
