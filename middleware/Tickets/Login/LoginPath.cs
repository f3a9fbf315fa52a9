// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>What the path of the login page answers: the page, or to its form.</summary>
internal sealed partial class LoginPath(
    string path, string challenge, TicketCookie tickets, LoginToken tokens, LoginFailures failures, PasswordSource passwords, LoginPage page, ILogger log)
{
    private const string Wrong = "That user name and password do not belong together.";
    private const string Stale = "This page was open for too long, or your browser keeps no cookies. Please try again.";
    private const string TooOften = "Too many attempts. Please wait a moment and try again.";

    /// <summary>The answer to a request.</summary>
    public ValueTask<Response> AnswerAsync(Environ environ) => environ.RequestMethod switch
    {
        "POST" => LoginAsync(environ),
        "GET" or "HEAD" => new(Page(environ, 200, new LoginForm("", "", CameFrom(environ.QueryString), null), null)),
        _ => new(LoginAnswer.NotAllowed()),
    };

    private async ValueTask<Response> LoginAsync(Environ environ)
    {
        if (await LoginForm.ReadAsync(environ) is not { } form)
        {
            return Response.Text(400, "400 Bad Request: this is not what the login page sends.\n");
        }
        var address = environ.GetText(EnvironKey.RemoteAddr) ?? "-";
        if (Browser.IsFromElsewhere(environ))
        {
            var (origin, host) = (environ.GetText(EnvironKey.HttpOrigin) ?? "another site", environ.GetText(EnvironKey.HttpHost) ?? "-");
            Log.Foreign(log, address, origin, host);
            return Page(environ, 403, form, Stale);
        }
        if (Browser.IsBrowser(environ) && !tokens.IsIn(environ, form.Token))
        {
            Log.NoToken(log, address);
            return Page(environ, 403, form, Stale);
        }
        if (failures.Pause(environ, form.User) is { Ticks: > 0 } pause)
        {
            Log.TooOften(log, address);
            var later = Page(environ, 429, form, TooOften);
            later.Headers.Add("Retry-After", Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            return later;
        }
        failures.Add(environ, form.User);
        var user = form.User.Length == 0 ? null : await passwords.VerifyAsync(environ, form.User, form.Password);
        if (user is null || new Ticket(0, user, "", "").Problem() is not null)
        {
            Log.Wrong(log, address);
            return Page(environ, 401, form, Wrong);
        }
        failures.Undo(environ, form.User);
        return await WelcomeAsync(environ, user, form);
    }

    private async ValueTask<Response> WelcomeAsync(Environ environ, string user, LoginForm form)
    {
        await LoginSession.RenewAsync(environ, isAnothers: tickets.LastUser(environ) is { } last && last != user);
        var back = ReturnPath.Checked(form.CameFrom, environ);
        var isLogin = back == UrlOf(environ) || back.StartsWith(UrlOf(environ) + "?", StringComparison.Ordinal);
        var response = LoginAnswer.Redirect(303, isLogin ? UrlPath.MountOf(environ) + "/" : back);
        response.Headers.Add("Set-Cookie", tickets.Remember(environ, new RememberedUser(user)));
        return response;
    }

    private Response Page(Environ environ, int status, LoginForm form, string? message)
    {
        var known = tokens.Of(environ);
        // What is no browser has no use for a cookie.
        var token = known ?? (message is null || Browser.IsBrowser(environ) ? tokens.New() : "");
        var response = page.Show(status, new LoginView(UrlOf(environ)) { User = form.User, CameFrom = ReturnPath.Checked(form.CameFrom, environ), Token = token, Message = message });
        if (known is null && token.Length > 0)
        {
            response.Headers.Add("Set-Cookie", tokens.Set(environ, token));
        }
        if (status == 401)
        {
            response.Headers.Add("WWW-Authenticate", challenge);
        }
        return response;
    }

    private static string? CameFrom(string query) => QueryHelpers.ParseQuery(query).TryGetValue("came_from", out var values) ? values[0] : null;

    private string UrlOf(Environ environ) => UrlPath.MountOf(environ) + path;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Login from {Address} refused: wrong user name or password")]
        public static partial void Wrong(ILogger logger, string address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Login from {Address} refused: too many failures")]
        public static partial void TooOften(ILogger logger, string address);

        [LoggerMessage(Level = LogLevel.Information, Message = "Login from {Address} refused: the form is from {Origin}, and this site is {Host}; where both are one, the proxy has to pass on the Host header")]
        public static partial void Foreign(ILogger logger, string address, string origin, string host);

        [LoggerMessage(Level = LogLevel.Information, Message = "Login from {Address} refused: the form has not the token of its cookie; it is old, or the browser keeps no cookies, or the template has no token")]
        public static partial void NoToken(ILogger logger, string address);
    }
}
