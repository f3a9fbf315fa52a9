// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Knows users by a signed cookie, the ticket of mod_auth_tkt, Paste and Pyramid, and lets apps log them in and out.</summary>
/// <remarks>Outside of everything that asks who the user is. Whoever comes without a good ticket passes as nobody; <c>auth_form</c> or <c>authorize</c> inside of it asks them to log in.</remarks>
[InsideOf("forwarded", "proxy_headers", Otherwise = "it knows neither the client's address nor that the client came over HTTPS")]
[OutsideOf("authorize", Otherwise = "nobody is known yet when the rules are applied")]
[Filter("auth_tkt", "auth-tkt", Replaces = ["Paste#auth_tkt"])]
public sealed class AuthTkt : IWsgiApp, IStartable, IIdentifier
{
    private readonly IWsgiApp _next;
    private readonly TicketCookie _cookie;
    private readonly string? _logoutPath;

    /// <summary>Stores and checks the settings; secrets in files and variables are read by <see cref="StartAsync"/>.</summary>
    public AuthTkt(AuthTktOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<AuthTkt> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _cookie = new TicketCookie(options, info, clock, log);
        _logoutPath = options.LogoutPath;
    }

    string IIdentifier.Name => "auth_tkt";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _cookie.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var ticket = environ.RemoteUser is { Length: > 0 } ? null : _cookie.Read(environ);
        if (ticket is not null && !TicketIdentity.Publish(environ, ticket))
        {
            ticket = null;
        }
        Identifiers.Add(environ, this);
        var request = TicketRequest.Begin(_cookie, environ);
        if (_logoutPath is not null && environ.PathInfo == _logoutPath)
        {
            request.Logout();
        }

        var response = await _next.InvokeAsync(environ);
        request.Finish(response, ticket);
        return response;
    }

    IReadOnlyList<string> IIdentifier.Remember(Environ environ, RememberedUser user) => [_cookie.Remember(environ, user)];

    IReadOnlyList<string> IIdentifier.Forget(Environ environ) => [.. _cookie.Forget(environ)];
}

/// <summary>Settings of the <c>auth_tkt</c> filter.</summary>
public sealed record AuthTktOptions : TicketOptions
{
    /// <summary>A request of this path logs the user out; the app answers it.</summary>
    public string? LogoutPath { get; init; }
}
