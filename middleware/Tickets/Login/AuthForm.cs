// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Asks for a user name and a password on a page, and remembers who logged in by a ticket.</summary>
/// <remarks>Outside of everything that is for known users only; inside of <c>session</c>, so that a login gets a new session id.</remarks>
[InsideOf("session", "Beaker#beaker_session", Otherwise = "a login cannot give the session a new id")]
[InsideOf("forwarded", "proxy_headers", Otherwise = "it knows neither the client's address nor that the client came over HTTPS")]
[OutsideOf("authorize", Otherwise = "nobody is known yet when the rules are applied")]
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[Filter("auth_form", "auth-form", Replaces = ["Paste#auth_form"])]
public sealed class AuthForm : IWsgiApp, IStartable, IIdentifier
{
    private readonly AuthFormOptions _options;
    private readonly IWsgiApp _next;
    private readonly ComponentInfo _info;
    private readonly TicketCookie _tickets;
    private readonly PasswordSource _passwords;
    private readonly LoginFailures _failures;
    private readonly LoginPage _page;
    private readonly LoginPath _login;
    private readonly LogoutPath _logout;
    private readonly string _challenge;

    /// <summary>Stores and checks the settings; files are opened by <see cref="StartAsync"/>.</summary>
    public AuthForm(AuthFormOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<AuthForm> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _next = next;
        _info = info;
        _tickets = new TicketCookie(options, info, clock, log);
        _passwords = new PasswordSource("auth_form", new(options.Htpasswd, options.Users, options.AllowPlain, options.Authfunc), new VerifiedCredentials(TimeSpan.Zero, 1, clock), info, clock, log);
        _failures = new LoginFailures(options.MaxFailures, options.FailureTime, clock);
        _page = new LoginPage(options.Realm);
        _challenge = $"Cookie cookie-name={options.CookieName}";
        var token = new LoginToken(_tickets.Keys, _tickets.Beside("_login"), clock);
        _login = new LoginPath(options.LoginPath, _challenge, _tickets, token, _failures, _passwords, _page, log);
        _logout = new LogoutPath(options.LogoutPath, _tickets, _page);
        CheckPath(nameof(options.LoginPath), options.LoginPath);
        CheckPath(nameof(options.LogoutPath), options.LogoutPath);
    }

    string IIdentifier.Name => "auth_form";

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        _tickets.Start();
        _passwords.Start();
        if (_options.Template is { } template)
        {
            await _page.UseAsync(_info.Resolve(template), cancel);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (environ.PathInfo == _options.LoginPath)
        {
            return _login.AnswerAsync(environ);
        }
        return environ.PathInfo == _options.LogoutPath ? _logout.AnswerAsync(environ) : PassAsync(environ);
    }

    // A login page of the app's own is no way around the limit.
    async ValueTask<string?> IIdentifier.VerifyAsync(Environ environ, string user, string password)
    {
        if (_failures.Pause(environ, user) > TimeSpan.Zero)
        {
            return null;
        }
        _failures.Add(environ, user);
        var found = await _passwords.VerifyAsync(environ, user, password);
        if (found is not null)
        {
            _failures.Undo(environ, user);
        }
        return found;
    }

    IReadOnlyList<string> IIdentifier.Remember(Environ environ, RememberedUser user) => [_tickets.Remember(environ, user)];

    IReadOnlyList<string> IIdentifier.Forget(Environ environ) => [.. _tickets.Forget(environ)];

    Response? IIdentifier.Challenge(Environ environ) => Ask(environ);

    private async ValueTask<Response> PassAsync(Environ environ)
    {
        var ticket = environ.RemoteUser is { Length: > 0 } ? null : _tickets.Read(environ);
        ticket = ticket is not null && TicketIdentity.Publish(environ, ticket) ? ticket : null;
        var isKnown = environ.RemoteUser is { Length: > 0 };
        if (!isKnown && !_options.Optional)
        {
            return Ask(environ);
        }
        Identifiers.Add(environ, this);
        var request = TicketRequest.Begin(_tickets, environ);
        var response = await _next.InvokeAsync(environ);
        request.Finish(response, ticket);
        if (response.StatusCode != 401 || isKnown)
        {
            return response;
        }
        if (!Browser.ShowsPage(environ))
        {
            response.Headers.TryAdd("WWW-Authenticate", _challenge);
            return response;
        }
        await response.DisposeAsync();
        return ToLoginPage(environ, response.Headers);
    }

    private Response Ask(Environ environ)
    {
        if (Browser.ShowsPage(environ))
        {
            return ToLoginPage(environ, new HeaderList());
        }
        var response = Response.Text(401, "401 Unauthorized: log in first.\n");
        response.Headers.Add("WWW-Authenticate", _challenge);
        return response;
    }

    private Response ToLoginPage(Environ environ, HeaderList before)
    {
        var back = environ.RequestMethod is "GET" or "HEAD" ? UrlPath.TargetOf(environ) : UrlPath.MountOf(environ) + "/";
        var response = LoginAnswer.Redirect(302, $"{UrlPath.MountOf(environ)}{_options.LoginPath}?came_from={Uri.EscapeDataString(back)}");
        foreach (var cookie in before.GetAll("Set-Cookie"))
        {
            response.Headers.Add("Set-Cookie", cookie);
        }
        response.Headers.Add("Vary", "Accept, Cookie");
        return response;
    }

    private static void CheckPath(string setting, string path)
    {
        if (path is not ['/', _, ..] || path.AsSpan().ContainsAnyExceptInRange('!', '~') || path.AsSpan().IndexOfAny("?#%") >= 0)
        {
            throw BadSetting.Of(setting, $"'{path}' is no path of this site; write for instance /login");
        }
    }
}

/// <summary>Settings of the <c>auth_form</c> filter.</summary>
public sealed record AuthFormOptions : TicketOptions
{
    /// <summary>Heading of the login page.</summary>
    public string Realm { get; init; } = "Log in";

    /// <summary>Path of the login page.</summary>
    public string LoginPath { get; init; } = "/login";

    /// <summary>Path that logs out: a form of your own that posts to it, or its page, which asks.</summary>
    public string LogoutPath { get; init; } = "/logout";

    /// <summary>Lets everybody pass; who gets a 401 from the app behind is asked to log in.</summary>
    public bool Optional { get; init; }

    /// <summary>File of <c>user:hash</c> lines as Apache's <c>htpasswd</c> writes it; read again when it changes.</summary>
    /// <example>staff.htpasswd</example>
    [Setting("passwords", "passwd_file", "password_file")]
    public string? Htpasswd { get; init; }

    /// <summary>Users in the config itself, each <c>name:hash</c>; instead of a file.</summary>
    [Setting(Secret = true)]
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Takes what is no known hash for a password in the clear; for trials only.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>A Python function <c>module:function</c>, called with environ, user name and password; what it takes for true may pass. Instead of a file.</summary>
    public IPythonCallable? Authfunc { get; init; }

    /// <summary>A Handlebars file for the page, instead of the built-in one.</summary>
    /// <example>login.hbs</example>
    public string? Template { get; init; }

    /// <summary>After how many failures an address has to wait; a user, from wherever, after ten times as many.</summary>
    [Range(1, 1_000_000)]
    public int MaxFailures { get; init; } = 10;

    /// <summary>How long failures count.</summary>
    public TimeSpan FailureTime { get; init; } = TimeSpan.FromMinutes(5);
}
