// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Composer.Wsgi;
using HandlebarsDotNet;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Asks for a user name and a password on a page, and remembers who logged in by a ticket.</summary>
/// <remarks>Outside of everything that is for known users only; inside of <c>session</c>, so that a login gets a new session id.</remarks>
[InsideOf("session", "Beaker#beaker_session", Otherwise = "a login cannot give the session a new id")]
[OutsideOf("authorize", Otherwise = "nobody is known yet when the rules are applied")]
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[Filter("auth_form", "auth-form", Replaces = ["Paste#auth_form"])]
public sealed partial class AuthForm : IWsgiApp, IStartable, IIdentifier
{
    private const string Wrong = "That user name and password do not belong together.";
    private const string Stale = "This page was open for too long, or your browser keeps no cookies. Please try again.";
    private const string TooOften = "Too many attempts. Please wait a moment and try again.";

    private readonly AuthFormOptions _options;
    private readonly IWsgiApp _next;
    private readonly ComponentInfo _info;
    private readonly ILogger _log;
    private readonly TicketCookie _tickets;
    private readonly LoginToken _token;
    private readonly LoginFailures _failures;
    private readonly LoginPage _page;
    private readonly PasswordSource _passwords;
    private readonly string _challenge;

    /// <summary>Stores and checks the settings; files are opened by <see cref="StartAsync"/>.</summary>
    public AuthForm(AuthFormOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<AuthForm> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _next = next;
        _info = info;
        _log = log;
        _tickets = new TicketCookie(options, info, clock, log);
        _token = new LoginToken(_tickets.Keys, _tickets.Beside("_login"), clock);
        _failures = new LoginFailures(options.MaxFailures, options.FailureTime, clock);
        _page = new LoginPage(options.Realm);
        _passwords = new PasswordSource("auth_form", new(options.Htpasswd, options.Users, options.AllowPlain, options.Authfunc), info, clock, log);
        CheckPath(nameof(options.LoginPath), options.LoginPath);
        CheckPath(nameof(options.LogoutPath), options.LogoutPath);
        _challenge = $"Cookie cookie-name={options.CookieName}";
    }

    string IIdentifier.Name => "auth_form";

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        _tickets.Start();
        _passwords.Start();
        if (_options.Template is not { } template)
        {
            return;
        }
        var path = _info.Resolve(template);
        try
        {
            _page.Use(await File.ReadAllTextAsync(path, cancel));
        }
        catch (HandlebarsException e)
        {
            throw new InvalidOperationException($"{path} is not a Handlebars template: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (environ.PathInfo == _options.LoginPath)
        {
            return environ.RequestMethod switch
            {
                "POST" => LoginAsync(environ),
                "GET" or "HEAD" => new(Page(environ, 200, FormField(environ.QueryString), null)),
                _ => new(NotAllowed()),
            };
        }
        if (environ.PathInfo == _options.LogoutPath)
        {
            return environ.RequestMethod switch
            {
                "POST" => LogoutAsync(environ),
                "GET" or "HEAD" => new(LogoutPage(environ)),
                _ => new(NotAllowed()),
            };
        }
        return PassAsync(environ);
    }

    ValueTask<string?> IIdentifier.VerifyAsync(Environ environ, string user, string password) => _passwords.VerifyAsync(environ, user, password);

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
        var back = environ.RequestMethod is "GET" or "HEAD" ? ReturnPath.Of(environ) : environ.ScriptName + "/";
        var response = Redirect(302, $"{LoginUrl(environ)}?came_from={Uri.EscapeDataString(back)}");
        foreach (var cookie in before.GetAll("Set-Cookie"))
        {
            response.Headers.Add("Set-Cookie", cookie);
        }
        response.Headers.Add("Vary", "Accept, Cookie");
        return response;
    }

    private async ValueTask<Response> LoginAsync(Environ environ)
    {
        if (await LoginForm.ReadAsync(environ) is not { } form)
        {
            return Response.Text(400, "400 Bad Request: this is not what the login page sends.\n");
        }
        var address = environ.GetText(EnvironKey.RemoteAddr) ?? "-";
        if (Browser.IsFromElsewhere(environ) || (Browser.IsBrowser(environ) && !_token.IsIn(environ, form.Token)))
        {
            Log.Foreign(_log, address);
            return Page(environ, 403, form, Stale);
        }
        if (_failures.Pause(environ, form.User) is { Ticks: > 0 } pause)
        {
            Log.TooOften(_log, address);
            var later = Page(environ, 429, form, TooOften);
            later.Headers.Add("Retry-After", Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            return later;
        }
        var user = form.User.Length == 0 ? null : await _passwords.VerifyAsync(environ, form.User, form.Password);
        if (user is null || new Ticket(0, user, "", "").Problem() is not null)
        {
            _failures.Add(environ, form.User);
            Log.Wrong(_log, address);
            return Page(environ, 401, form, Wrong);
        }
        _failures.Forget(environ);
        return await WelcomeAsync(environ, user, form);
    }

    private async ValueTask<Response> WelcomeAsync(Environ environ, string user, LoginForm form)
    {
        // Whoever knew the session's id before the login must not have the session after it.
        await LoginSession.RegenerateAsync(environ);
        var back = ReturnPath.Checked(form.CameFrom, environ);
        var isLogin = back == LoginUrl(environ) || back.StartsWith(LoginUrl(environ) + "?", StringComparison.Ordinal);
        var response = Redirect(303, isLogin ? environ.ScriptName + "/" : back);
        response.Headers.Add("Set-Cookie", _tickets.Remember(environ, new RememberedUser(user)));
        if (_token.Of(environ) is not null)
        {
            response.Headers.Add("Set-Cookie", _token.Drop(environ));
        }
        return response;
    }

    private async ValueTask<Response> LogoutAsync(Environ environ)
    {
        if (Browser.IsFromElsewhere(environ))
        {
            return LogoutPage(environ);
        }
        await LoginSession.EndAsync(environ);
        var response = Redirect(303, environ.ScriptName + "/");
        foreach (var cookie in _tickets.Forget(environ))
        {
            response.Headers.Add("Set-Cookie", cookie);
        }
        return response;
    }

    private Response LogoutPage(Environ environ)
    {
        var user = environ.RemoteUser ?? (_tickets.Read(environ) is { } ticket ? UserIdTypes.Decode(ticket) : null);
        return _page.Show(200, new LoginView(environ.ScriptName + _options.LogoutPath) { IsLogout = true, KnownUser = user is null ? null : NativeText.Read(user) });
    }

    private static LoginForm FormField(string query) =>
        new("", "", Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).TryGetValue("came_from", out var values) ? values[0] : null, null);

    private Response Page(Environ environ, int status, LoginForm form, string? message)
    {
        var known = _token.Of(environ);
        // What is no browser has no use for a cookie.
        var token = known ?? (message is null || Browser.IsBrowser(environ) ? _token.New() : "");
        var response = _page.Show(status, new LoginView(LoginUrl(environ)) { User = form.User, CameFrom = ReturnPath.Checked(form.CameFrom, environ), Token = token, Message = message });
        if (known is null && token.Length > 0)
        {
            response.Headers.Add("Set-Cookie", _token.Set(environ, token));
        }
        if (status == 401)
        {
            response.Headers.Add("WWW-Authenticate", _challenge);
        }
        return response;
    }

    private string LoginUrl(Environ environ) => environ.ScriptName + _options.LoginPath;

    private static Response Redirect(int status, string location)
    {
        var response = new Response(status);
        response.Headers.Add("Location", location);
        response.Headers.Add("Content-Length", "0");
        response.Headers.Add("Cache-Control", "no-store");
        return response;
    }

    private static Response NotAllowed()
    {
        var response = Response.Text(405, "405 Method Not Allowed\n");
        response.Headers.Add("Allow", "GET, HEAD, POST");
        return response;
    }

    private static void CheckPath(string setting, string path)
    {
        if (path is not ['/', _, ..] || path.AsSpan().ContainsAnyExceptInRange('!', '~') || path.AsSpan().IndexOfAny("?#%") >= 0)
        {
            throw BadSetting.Of(setting, $"'{path}' must be a path of this site, such as /login");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Login from {Address} refused: wrong user name or password")]
        public static partial void Wrong(ILogger logger, string address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Login from {Address} refused: too many failures")]
        public static partial void TooOften(ILogger logger, string address);

        [LoggerMessage(Level = LogLevel.Information, Message = "Login from {Address} refused: the form is not from the login page of this site")]
        public static partial void Foreign(ILogger logger, string address);
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
