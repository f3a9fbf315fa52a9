// SPDX-License-Identifier: MIT
using System.Net;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Tickets in a cookie: reads who somebody is, remembers and forgets it.</summary>
internal sealed partial class TicketCookie
{
    // Clocks of several servers differ a little; what is further ahead was not made by any of them.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly TicketOptions _options;
    private readonly TicketFormat _format;
    private readonly SecretKeys _keys;
    private readonly CookieAttributes _cookie;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly TimeSpan _reissueTime;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">One of them is wrong.</exception>
    public TicketCookie(TicketOptions options, ComponentInfo info, TimeProvider clock, ILogger log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _format = new TicketFormat(options.DigestAlgo);
        _keys = new SecretKeys(nameof(options.Secret), options.Secret, options.AllowWeakSecret, info, log);
        _reissueTime = options.ReissueTime ?? (options.Timeout == TimeSpan.Zero ? TimeSpan.MaxValue : options.Timeout / 10);
        _cookie = new CookieAttributes(options.CookieName) { Path = options.Path, Domain = options.Domain, Secure = options.Secure, HttpOnly = options.Httponly, SameSite = options.SameSite };
        if (_cookie.Problem() is { } problem)
        {
            throw BadSetting.Of(nameof(options.CookieName), problem);
        }
    }

    /// <summary>The secrets of the tickets.</summary>
    public SecretKeys Keys => _keys;

    /// <summary>A cookie beside the ticket's, with the same attributes and this at the end of its name; for this host alone.</summary>
    public CookieAttributes Beside(string suffix) => _cookie with { Name = _cookie.Name + suffix, Domain = null };

    /// <summary>Reads the secrets.</summary>
    public void Start() => _keys.Load();

    /// <summary>The ticket that a request brings along, if it is good now. A browser may bring an old one too, which somebody set for the domain.</summary>
    public Ticket? Read(Environ environ) => Find(environ, IsGood);

    /// <summary>Whom the ticket of a request was issued to, also when its time is over; null when there is none of ours.</summary>
    public string? LastUser(Environ environ) => Find(environ, static _ => true) is { } ticket ? UserIdTypes.Decode(ticket) : null;

    /// <summary>Whether a ticket should be replaced by a new one.</summary>
    public bool IsDue(Ticket ticket) => Age(ticket) > _reissueTime;

    /// <summary>The <c>Set-Cookie</c> value that replaces a ticket by one of now.</summary>
    public string? Reissue(Environ environ, Ticket old) => Issue(environ, old with { Time = Now }, null);

    /// <summary>The <c>Set-Cookie</c> value with which the next request is this user's.</summary>
    /// <exception cref="ArgumentException">It cannot be written into a ticket.</exception>
    public string Remember(Environ environ, RememberedUser user)
    {
        var (written, data) = _options.UseridType.Encode(user.Name, user.Data);
        var ticket = new Ticket(Now, written, user.Tokens, data);
        return ticket.Problem() is { } problem
            ? throw new ArgumentException(problem)
            : Issue(environ, ticket, user.MaxAge) ?? throw new ArgumentException($"the ticket would be longer than {CookieAttributes.MostLength} bytes, which browsers do not keep");
    }

    /// <summary>The <c>Set-Cookie</c> values with which the next request is nobody's.</summary>
    public IEnumerable<string> Forget(Environ environ)
    {
        var set = At(environ);
        yield return set.Drop(environ);
        // Paste, repoze.who and Pyramid set one for the host and its subdomains, which a cookie without a domain does not replace.
        if (set.Domain is null && HostOf(environ) is { } host)
        {
            yield return (set with { Domain = host }).Drop(environ);
        }
    }

    /// <summary>Whether a response sets the cookie itself.</summary>
    public bool IsSetBy(HeaderList headers) => CookieHeader.IsSet(headers, _cookie.Name);

    /// <summary>Tells that an app came too late with one of Paste's functions.</summary>
    public void TellLate(string function, Environ environ)
    {
        var (path, id) = (environ.PathInfo, environ.GetText(EnvironKey.RequestId) ?? "-");
        Log.Late(_log, function, path, id);
    }

    private Ticket? Find(Environ environ, Func<Ticket, bool> isWanted)
    {
        var cookies = environ.GetText(EnvironKey.HttpCookie).AsSpan();
        for (var value = CookieHeader.Next(ref cookies, _cookie.Name); !value.IsEmpty; value = CookieHeader.Next(ref cookies, _cookie.Name))
        {
            if (TryAddress(environ, out var address) && _format.Read(value, _keys.All, address) is { } ticket && isWanted(ticket))
            {
                return ticket;
            }
        }
        return null;
    }

    private uint Now => (uint)_clock.GetUtcNow().ToUnixTimeSeconds();

    private string? Issue(Environ environ, Ticket ticket, TimeSpan? maxAge)
    {
        _ = TryAddress(environ, out var address);
        var value = CookieQuoting.Quote(_format.Write(ticket, _keys.First, address));
        var now = _clock.GetUtcNow();
        return _cookie.Fits(value) ? At(environ).Set(environ, value, now + (maxAge ?? _options.MaxAge), now) : null;
    }

    private bool IsGood(Ticket ticket) => Age(ticket) >= -ClockSkew && (_options.Timeout == TimeSpan.Zero || Age(ticket) <= _options.Timeout);

    private TimeSpan Age(Ticket ticket) => TimeSpan.FromSeconds((double)Now - ticket.Time);

    // With an address that cannot be known no ticket is good.
    private bool TryAddress(Environ environ, out IPAddress? address)
    {
        address = null;
        return !_options.IncludeIp || IPAddress.TryParse(environ.GetText(EnvironKey.RemoteAddr), out address);
    }

    private CookieAttributes At(Environ environ)
    {
        if (_options.Domain is not null || !(_options.WildDomain || _options.ParentDomain) || HostOf(environ) is not { } host)
        {
            return _cookie;
        }
        var parent = _options.ParentDomain && host.Count(c => c == '.') > 1 ? host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..] : host;
        return _cookie with { Domain = parent };
    }

    // A name that a cookie's domain can be; addresses and single words cannot.
    private static string? HostOf(Environ environ)
    {
        var authority = environ.GetText(EnvironKey.HttpHost) ?? environ.GetText(EnvironKey.ServerName) ?? "";
        return HostName.TrySplit(authority, out var host, out _) && host.Contains('.') && Uri.CheckHostName(host.ToString()) == UriHostNameType.Dns
            ? host.ToString().ToLowerInvariant()
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}() was called when the response of {Path} had begun: its cookie could not be set [{RequestId}]")]
        public static partial void Late(ILogger logger, string function, string path, string requestId);
    }
}
