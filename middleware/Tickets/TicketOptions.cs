// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Settings of every component that remembers users by a ticket.</summary>
public abstract record TicketOptions
{
    private protected TicketOptions()
    {
    }

    /// <summary>Signs the tickets. <c>file:PATH</c>, <c>env:NAME</c> or the secret itself; several, one a line, to replace one: the first signs, all verify.</summary>
    /// <example>file:tickets.key</example>
    [Setting(Secret = true, Lines = true, Global = true)]
    public IReadOnlyList<string> Secret { get; init; } = [];

    /// <summary>Takes a short or well-known secret, as old sites have them.</summary>
    public bool AllowWeakSecret { get; init; }

    /// <summary>Name of the cookie.</summary>
    [Setting("cookie")]
    public string CookieName { get; init; } = "auth_tkt";

    /// <summary>Hash function of the signature. Pyramid's default is <c>sha512</c>, that of mod_auth_tkt, Paste and repoze.who <c>md5</c>.</summary>
    [Setting("hashalg")]
    public TicketDigest DigestAlgo { get; init; } = TicketDigest.Sha512;

    /// <summary>How long a ticket is good; with <c>reissue_time</c>, after the last request. 0: for ever.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How old a ticket is when a request with it gets a new one; without it a tenth of <c>timeout</c>. Longer than <c>timeout</c>: never.</summary>
    public TimeSpan? ReissueTime { get; init; }

    /// <summary>How long the browser keeps the cookie; without it, until the browser ends.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether the ticket is good only from the address that it was issued to; goes wrong for clients whose address changes, as that of telephones does.</summary>
    public bool IncludeIp { get; init; }

    /// <summary>Below which path the cookie is sent.</summary>
    [Setting("cookie_path")]
    public string Path { get; init; } = "/";

    /// <summary>To which domain and its subdomains the cookie is sent; without it to this host alone.</summary>
    [Setting("cookie_domain")]
    public string? Domain { get; init; }

    /// <summary>Sends the cookie to this host's subdomains as well.</summary>
    [Setting("wildcard_cookie")]
    public bool WildDomain { get; init; }

    /// <summary>Sends the cookie to all hosts of the domain above: one from <c>www.example.com</c> to those of <c>example.com</c>.</summary>
    public bool ParentDomain { get; init; }

    /// <summary>Whether the cookie is sent over HTTPS only; <c>auto</c>: when it was issued over HTTPS.</summary>
    public bool? Secure { get; init; }

    /// <summary>Keeps scripts of the page from reading the cookie.</summary>
    [Setting("http_only")]
    public bool Httponly { get; init; } = true;

    /// <summary>Whether requests that other sites cause carry the cookie.</summary>
    [Setting("samesite")]
    public SameSite SameSite { get; init; }

    /// <summary>How the user is written into the ticket: <c>plain</c>, or as Pyramid does.</summary>
    public UserIdType UseridType { get; init; }
}
