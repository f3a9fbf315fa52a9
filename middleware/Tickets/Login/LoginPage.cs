// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;
using HandlebarsDotNet;

namespace Composer.Middleware;

/// <summary>The page that asks for a user name and a password, or whether to log out.</summary>
/// <param name="title">Its heading.</param>
internal sealed class LoginPage(string title)
{
    private HandlebarsTemplate<object, object>? _template;

    /// <summary>Takes a template of the user's own, a file.</summary>
    public async Task UseAsync(string path, CancellationToken cancel) => _template = await Page.LoadAsync(path, cancel);

    /// <summary>The page.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="view">What is on it.</param>
    public Response Show(int status, LoginView view)
    {
        var model = new { title, action = view.Action, username = view.User, came_from = view.CameFrom, token = view.Token, message = view.Message, logout = view.IsLogout, user = view.KnownUser };
        var text = _template is null ? Page.Login(model) : _template(model, null);
        var response = new Response(status, Body.From(text));
        response.Headers.Add("Content-Type", "text/html; charset=utf-8");
        response.Headers.Add("Content-Length", Encoding.UTF8.GetByteCount(text).ToString(CultureInfo.InvariantCulture));
        response.Headers.Add("Cache-Control", "no-store");
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        // Without a Referrer-Policy of this kind browsers would send "Origin: null" with the form.
        response.Headers.Add("Referrer-Policy", "same-origin");
        response.Headers.Add("X-Frame-Options", "DENY");
        if (_template is null)
        {
            response.Headers.Add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        }
        return response;
    }
}
