// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What happens to a ticket during one request: an app may log somebody in or out.</summary>
internal sealed class TicketRequest(TicketCookie cookie, Environ environ)
{
    private static readonly EnvironKey SetUserKey = EnvironKey.Of("paste.auth_tkt.set_user");
    private static readonly EnvironKey LogoutUserKey = EnvironKey.Of("paste.auth_tkt.logout_user");

    private readonly List<string> _cookies = [];
    private bool _isFinished;

    /// <summary>Puts Paste's functions into the environ.</summary>
    public static TicketRequest Begin(TicketCookie cookie, Environ environ)
    {
        var request = new TicketRequest(cookie, environ);
        environ[SetUserKey] = new PythonFunction(request.SetUser);
        environ[LogoutUserKey] = new PythonFunction(request.LogoutUser);
        return request;
    }

    /// <summary>Paste's <c>set_user(userid, tokens='', user_data='')</c>.</summary>
    public ValueTask<object?> SetUser(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        var arguments = CallArguments.Of("set_user", ["userid", "tokens", "user_data"], positional, keywords);
        var tokens = arguments[1] is IEnumerable<object?> list ? string.Join(',', list.Select(token => Native("tokens", token))) : Native("tokens", arguments[1]);
        var line = cookie.Remember(environ, new RememberedUser(Native("userid", arguments[0]), tokens, Native("user_data", arguments[2])));
        Replace("set_user", line);
        return default;
    }

    /// <summary>Paste's <c>logout_user()</c>.</summary>
    public ValueTask<object?> LogoutUser(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        CallArguments.Of("logout_user", [], positional, keywords);
        Logout();
        return default;
    }

    /// <summary>Drops the cookie with the response.</summary>
    public void Logout() => Replace("logout_user", [.. cookie.Forget(environ)]);

    /// <summary>Puts the cookies of the request into its response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="ticket">The ticket that came with the request, or null.</param>
    public void Finish(Response response, Ticket? ticket)
    {
        _isFinished = true;
        if (_cookies.Count == 0 && ticket is not null && cookie.IsDue(ticket) && !cookie.IsSetBy(response.Headers) && cookie.Reissue(environ, ticket) is { } renewed)
        {
            _cookies.Add(renewed);
        }
        foreach (var line in _cookies)
        {
            response.Headers.Add("Set-Cookie", line);
        }
        if (ticket is not null)
        {
            response.Headers.Append("Vary", "Cookie");
        }
        if (_cookies.Count > 0)
        {
            response.Headers.TryAdd("Cache-Control", "private");
        }
    }

    private void Replace(string function, params ReadOnlySpan<string> lines)
    {
        if (_isFinished)
        {
            cookie.TellLate(function, environ);
            return;
        }
        _cookies.Clear();
        _cookies.AddRange(lines);
    }

    // Python's text as the bytes that it is in UTF-8.
    private static string Native(string name, object? value) => value switch
    {
        null => "",
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        ReadOnlyMemory<byte> memory => Encoding.Latin1.GetString(memory.Span),
        string or IFormattable or bool => NativeText.Of(Convert.ToString(value, CultureInfo.InvariantCulture)!), // none of these is null
        _ => throw new ArgumentException($"set_user() takes text for {name}"),
    };
}
