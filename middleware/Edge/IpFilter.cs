// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Lets only some addresses through; others get 403.</summary>
/// <remarks>It looks at REMOTE_ADDR, which is the client's only when <c>forwarded</c> stands before it or there is no proxy.</remarks>
[Filter("ip_filter")]
public sealed class IpFilter : IWsgiApp
{
    private readonly IWsgiApp _next;
    private readonly AddressList _allow;
    private readonly AddressList _deny;

    /// <summary>Understands the addresses.</summary>
    /// <exception cref="ArgumentException">One is none.</exception>
    public IpFilter(IpFilterOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _allow = new AddressList(options.Allow, nameof(options.Allow));
        _deny = new AddressList(options.Deny, nameof(options.Deny));
        if (_allow.IsEmpty && _deny.IsEmpty)
        {
            throw new ArgumentException("ip_filter has nothing to filter by; write allow = 192.0.2.0/24, or deny = …");
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var address = environ.GetText(EnvironKey.RemoteAddr);
        var isWelcome = (_allow.IsEmpty || _allow.Contains(address)) && !_deny.Contains(address);
        return isWelcome ? _next.InvokeAsync(environ) : new(Refusal.Of(environ, 403, "This address has no access."));
    }
}

/// <summary>Settings of the <c>ip_filter</c> filter.</summary>
public sealed record IpFilterOptions
{
    /// <summary>Who may come in: addresses, networks, ranges, <c>loopback</c>, <c>private</c>, <c>link-local</c>, <c>unix</c>. Without it everybody who is not in <c>deny</c>.</summary>
    /// <example>192.0.2.0/24 2001:db8::/32</example>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Who may not, even when <c>allow</c> names them.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];
}
