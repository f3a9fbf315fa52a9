// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Answers only requests for the host names that the site has; others get 400.</summary>
/// <remarks>Apps build links from the <c>Host</c> header: whoever chooses it chooses where the link in a mail leads.</remarks>
[OutsideOf("cache", Otherwise = "the cache keeps answers for hosts that the site does not have")]
[Filter("hosts")]
public sealed class Hosts : IWsgiApp
{
    private readonly IWsgiApp _next;
    private readonly HostRule[] _rules;

    /// <summary>Understands the names.</summary>
    /// <exception cref="ArgumentException">One is no host name.</exception>
    public Hosts(HostsOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _rules = [.. options.Allow.SelectMany(RulesOf)];
        if (_rules.Length == 0)
        {
            throw new ArgumentException("hosts would refuse every request; write allow = www.example.org", nameof(options.Allow));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        foreach (var rule in _rules)
        {
            if (rule.Matches(environ))
            {
                return _next.InvokeAsync(environ);
            }
        }
        return new(Refusal.Of(environ, 400, "This host name is not served here."));
    }

    // '.example.org' is Django's spelling of the name and all below it.
    private static IEnumerable<HostRule> RulesOf(string name)
    {
        string[] names = name is ['.', .. var domain] ? [domain, "*" + name] : [name];
        return names.Select(one => MountKey.Parse("allow", ["domain", one], "setting")).Select(key => new HostRule(key.Host, key.Port));
    }
}

/// <summary>Settings of the <c>hosts</c> filter.</summary>
public sealed record HostsOptions
{
    /// <summary>The host names that are served: <c>www.example.org</c>, <c>*.example.org</c> (all below it), <c>.example.org</c> (it and all below it), <c>[::1]</c>; with <c>:port</c> only on that port.</summary>
    /// <example>www.example.org .example.net</example>
    [Setting("allowed_hosts")]
    public required IReadOnlyList<string> Allow { get; init; }
}
