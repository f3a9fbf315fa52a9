// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What the path that logs out answers: the page that asks, for a browser may follow a link on its own, or to its form.</summary>
internal sealed class LogoutPath(string path, TicketCookie tickets, LoginPage page)
{
    /// <summary>The answer to a request.</summary>
    public ValueTask<Response> AnswerAsync(Environ environ) => environ.RequestMethod switch
    {
        "POST" when !Browser.IsFromElsewhere(environ) => LogoutAsync(environ),
        "POST" or "GET" or "HEAD" => new(Question(environ)),
        _ => new(LoginAnswer.NotAllowed()),
    };

    private async ValueTask<Response> LogoutAsync(Environ environ)
    {
        await LoginSession.EndAsync(environ);
        var response = LoginAnswer.Redirect(303, UrlPath.MountOf(environ) + "/");
        foreach (var cookie in tickets.Forget(environ))
        {
            response.Headers.Add("Set-Cookie", cookie);
        }
        return response;
    }

    private Response Question(Environ environ)
    {
        var user = environ.RemoteUser ?? (tickets.Read(environ) is { } ticket ? UserIdTypes.Decode(ticket) : null);
        return page.Show(200, new LoginView(UrlPath.MountOf(environ) + path) { IsLogout = true, KnownUser = user is null ? null : NativeText.Read(user) });
    }
}
