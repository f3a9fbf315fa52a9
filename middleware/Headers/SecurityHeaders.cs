// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Adds the headers that tell browsers to be strict: no guessing of types, no frames elsewhere, few referrers, HTTPS only, a content security policy. What the app sets stays.</summary>
/// <remarks>Put it outside of what answers by itself (error pages, static files), so that those answers have the headers, too.</remarks>
[Filter("security_headers", "secheaders")]
public sealed class SecurityHeaders : IWsgiApp
{
    private const string NoncePlace = "{nonce}";
    private const string Policy = "Content-Security-Policy";
    private const string Transport = "Strict-Transport-Security";

    // How most frameworks call it is a name of their own; this one is ours.
    private static readonly EnvironKey Nonce = EnvironKey.Of("composer.csp_nonce");

    private static readonly string[] ReferrerPolicies =
        ["no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "same-origin", "strict-origin", "strict-origin-when-cross-origin", "unsafe-url"];

    private static readonly string[] OpenerPolicies = ["same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"];

    private readonly IWsgiApp _next;
    private readonly List<(string Name, string Value)> _always;
    private readonly string? _transport;
    private readonly string _policyName;
    private readonly string? _policy;
    private readonly bool _hasNonce;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A value may not be sent, or browsers would not understand it.</exception>
    public SecurityHeaders(SecurityHeadersOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _policyName = options.CspReportOnly ? Policy + "-Report-Only" : Policy;
        _policy = PolicyOf(options);
        _hasNonce = _policy?.Contains(NoncePlace, StringComparison.Ordinal) == true;
        _transport = TransportOf(options);
        _always = [.. Always(options)];
        Check(nameof(options.ReferrerPolicy), options.ReferrerPolicy.Split(',', StringSplitOptions.TrimEntries), ReferrerPolicies);
        Check(nameof(options.CrossOriginOpenerPolicy), [options.CrossOriginOpenerPolicy.Trim()], OpenerPolicies);
        foreach (var (name, value) in _policy is null ? _always : [.. _always, (_policyName, _policy)])
        {
            if (HeaderList.Problem(name, value) is { } problem)
            {
                throw new ArgumentException($"{name}: {problem}");
            }
        }
    }

    // Browsers ignore what they do not know, and say nothing.
    private static void Check(string setting, string[] words, string[] known)
    {
        if (Array.Find(words, word => word.Length > 0 && !known.Contains(word, StringComparer.OrdinalIgnoreCase)) is { } wrong)
        {
            throw BadSetting.Of(setting, $"browsers do not know '{wrong}'; they know {string.Join(", ", known)}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        var isSecure = environ.UrlScheme == "https";
        var policy = _hasNonce ? _policy!.Replace(NoncePlace, NewNonce(environ), StringComparison.Ordinal) : _policy; // has a place for it
        var response = await _next.InvokeAsync(environ);
        var headers = response.Headers;
        foreach (var (name, value) in _always)
        {
            headers.TryAdd(name, value);
        }
        if (isSecure && _transport is not null)
        {
            headers.TryAdd(Transport, _transport);
        }
        // A 304 would give the page in the browser's cache a nonce that is not in it.
        if (policy is not null && !(_hasNonce && response.StatusCode == 304))
        {
            headers.TryAdd(_policyName, policy);
        }
        return response;
    }

    // Filters of the same kind further in share it.
    private static string NewNonce(Environ environ)
    {
        if (environ.GetText(Nonce) is not { Length: > 0 } nonce)
        {
            nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            environ[Nonce] = nonce;
        }
        return nonce;
    }

    private static IEnumerable<(string Name, string Value)> Always(SecurityHeadersOptions options)
    {
        if (options.Nosniff)
        {
            yield return ("X-Content-Type-Options", "nosniff");
        }
        if (options.FrameOptions != FrameOptions.Off && options.FrameAncestors is null)
        {
            yield return ("X-Frame-Options", options.FrameOptions == FrameOptions.Deny ? "DENY" : "SAMEORIGIN");
        }
        if (options.ReferrerPolicy.Length > 0)
        {
            yield return ("Referrer-Policy", options.ReferrerPolicy);
        }
        if (options.CrossOriginOpenerPolicy.Length > 0)
        {
            yield return ("Cross-Origin-Opener-Policy", options.CrossOriginOpenerPolicy);
        }
    }

    private static string? PolicyOf(SecurityHeadersOptions options)
    {
        var parts = new[] { options.Csp?.Trim().TrimEnd(';'), options.FrameAncestors is { } ancestors ? $"frame-ancestors {ancestors}" : null };
        if (parts.All(part => part is { Length: > 0 }) && options.Csp!.Contains("frame-ancestors", StringComparison.OrdinalIgnoreCase)) // all have a length
        {
            throw new ArgumentException("csp has frame-ancestors already; leave out the setting", nameof(options.FrameAncestors));
        }
        var text = string.Join("; ", parts.Where(part => part is { Length: > 0 }));
        return text.Length == 0 ? null : text.ReplaceLineEndings(" ");
    }

    private static string? TransportOf(SecurityHeadersOptions options)
    {
        if (options.HstsPreload && (!options.HstsIncludeSubdomains || options.Hsts < TimeSpan.FromDays(365)))
        {
            throw new ArgumentException("browsers take a site into their preload list only with hsts_include_subdomains = true and hsts = 365d or more", nameof(options.HstsPreload));
        }
        if (options.Hsts == TimeSpan.Zero)
        {
            return null;
        }
        var seconds = ((long)options.Hsts.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return $"max-age={seconds}{(options.HstsIncludeSubdomains ? "; includeSubDomains" : "")}{(options.HstsPreload ? "; preload" : "")}";
    }
}

/// <summary>Settings of the <c>security_headers</c> filter.</summary>
public sealed record SecurityHeadersOptions
{
    /// <summary>Sends <c>X-Content-Type-Options: nosniff</c>: browsers believe the Content-Type.</summary>
    public bool Nosniff { get; init; } = true;

    /// <summary>Which sites may show this one in a frame (<c>X-Frame-Options</c>); not sent where <c>frame_ancestors</c> says it better.</summary>
    [Setting("x_frame_options")]
    public FrameOptions FrameOptions { get; init; } = FrameOptions.SameOrigin;

    /// <summary>The same as a list of sources for the content security policy, instead of <c>frame_options</c>.</summary>
    /// <example>'self' https://portal.example.org</example>
    public string? FrameAncestors { get; init; }

    /// <summary>How much of the address of a page other sites learn through a link on it; empty sends no such header.</summary>
    public string ReferrerPolicy { get; init; } = "strict-origin-when-cross-origin";

    /// <summary>Whether windows of other sites keep a hold on this one's (<c>Cross-Origin-Opener-Policy</c>); empty sends no such header.</summary>
    [Setting("coop")]
    public string CrossOriginOpenerPolicy { get; init; } = "same-origin";

    /// <summary>For how long browsers shall insist on HTTPS (<c>Strict-Transport-Security</c>); sent over HTTPS only, 0 never.</summary>
    /// <example>365d</example>
    public TimeSpan Hsts { get; init; }

    /// <summary>They shall insist on it for all subdomains, too.</summary>
    public bool HstsIncludeSubdomains { get; init; }

    /// <summary>The site may be taken into the list that browsers are shipped with.</summary>
    public bool HstsPreload { get; init; }

    /// <summary>The content security policy; <c>{nonce}</c> becomes a random text, new for each request, which the app finds in <c>composer.csp_nonce</c>.</summary>
    /// <example>default-src 'self'; script-src 'self' 'nonce-{nonce}'</example>
    [Setting("content_security_policy")]
    public string? Csp { get; init; }

    /// <summary>Browsers report what breaks the policy and let it pass.</summary>
    public bool CspReportOnly { get; init; }
}

/// <summary>Who may show the site in a frame.</summary>
public enum FrameOptions
{
    /// <summary>Nobody.</summary>
    Deny,

    /// <summary>The site itself.</summary>
    SameOrigin,

    /// <summary>Anybody: the header is not sent.</summary>
    Off,
}
