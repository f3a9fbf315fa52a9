// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives users and roles to addresses: who comes from there is logged in without being asked.</summary>
/// <remarks>Rules that fit are applied from the most general to the most specific one. Only REMOTE_ADDR counts: behind a proxy put <c>forwarded</c> outside of it.</remarks>
[InsideOf("forwarded", "proxy_headers", "prefix", "PasteDeploy#prefix", Otherwise = "everybody behind the proxy is given what the proxy's address is given")]
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[Filter("grantip", "grant-ip", Replaces = ["Paste#grantip"])]
public sealed class GrantIp : IWsgiApp
{
    private readonly IWsgiApp _next;
    private readonly bool _clobber;
    private readonly (AddressList Addresses, Grant Grant)[] _rules;

    /// <summary>Reads the rules.</summary>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public GrantIp(GrantIpOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _clobber = options.ClobberUsername;
        var rules = options.Addresses.Select(pair => Rule(pair.Key, pair.Key, pair.Value)).Concat(options.Rules.Select(Rule));
        _rules = [.. rules.OrderByDescending(rule => rule.Addresses.Extent)];
        if (_rules.Length == 0)
        {
            throw new ArgumentException("grantip has no rule; write for instance 192.168.0.0/24 = -:editor");
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var address = environ.GetText(EnvironKey.RemoteAddr);
        var keepsUser = environ.RemoteUser is { Length: > 0 } && !_clobber;
        foreach (var (addresses, grant) in _rules)
        {
            if (addresses.Contains(address))
            {
                Apply(grant, environ, keepsUser);
            }
        }
        return _next.InvokeAsync(environ);
    }

    private static void Apply(Grant grant, Environ environ, bool keepsUser)
    {
        if (grant.RemovesUser || (grant.User is not null && !keepsUser))
        {
            environ.RemoteUser = grant.User;
        }
        if (grant.Roles.Count == 0)
        {
            return;
        }
        var roles = UserTokens.Read(environ).ToList();
        foreach (var role in grant.Roles)
        {
            var name = role.TrimStart('-');
            roles.Remove(name);
            if (role[0] != '-')
            {
                roles.Add(name);
            }
        }
        UserTokens.Write(environ, roles);
    }

    private static (AddressList Addresses, Grant Grant) Rule(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? Rule(nameof(GrantIpOptions.Rules), line[..equals].Trim(), line[(equals + 1)..].Trim())
            : throw BadSetting.Of(nameof(GrantIpOptions.Rules), $"'{line}' is not a rule; write for instance 2001:db8::/32 = joe:editor");
    }

    private static (AddressList Addresses, Grant Grant) Rule(string setting, string address, string grant)
    {
        try
        {
            return (AddressList.Parse(PasteAddress.Standard(address)), Grant.Parse(grant));
        }
        catch (FormatException) when (grant.Contains('=', StringComparison.Ordinal))
        {
            throw BadSetting.Of(setting, $"'{address}:{grant}' is no rule; an INI key ends at its first colon, so IPv6 addresses belong into rules, one a line: 2001:db8::/32 = joe:editor");
        }
        catch (FormatException e)
        {
            throw BadSetting.Of(setting, e.Message);
        }
    }
}

/// <summary>Settings of the <c>grantip</c> filter. Every other key is an address, its value what it gives.</summary>
public sealed record GrantIpOptions
{
    /// <summary>Whether a rule may change the user that an outer filter found; <c>__remove__</c> always does.</summary>
    public bool ClobberUsername { get; init; }

    /// <summary>More rules, one a line, for addresses that cannot be an INI key: <c>2001:db8::/32 = joe:editor</c>.</summary>
    [Setting(Lines = true)]
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The rules: an address, a network or a range (<c>192.168.0.5&lt;->192.168.0.8</c>), and <c>user</c>, <c>user:role,role</c>, <c>-:role</c>, <c>-:-role</c> or <c>__remove__</c>.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, string>> Addresses { get; init; } = [];
}
