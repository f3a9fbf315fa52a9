// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives Python apps what they know from repoze.who: who is there as <c>repoze.who.identity</c>, and <c>repoze.who.api</c> to log in and out.</summary>
/// <remarks>Inside of the filters that know users (<c>auth_tkt</c>, <c>auth_form</c>, <c>auth_basic</c>), right outside of the app.</remarks>
[InsideOf("auth_tkt", "auth_form", "auth_basic", "auth_digest", "auth_cookie", "auth_jwt", "forward_auth", "grantip", "Paste#auth_tkt", "Paste#auth_form", "Paste#auth_basic", "Paste#auth_digest", "Paste#auth_cookie", "Paste#grantip", Otherwise = "nobody is known yet")]
[Filter("identity")]
public sealed class Identity : IWsgiApp, IStartable
{
    private static readonly EnvironKey Key = EnvironKey.Of("composer.who");

    private readonly IPythonCode _python;
    private IWsgiApp _next;

    /// <summary>Stores the next app.</summary>
    public Identity(IWsgiApp next, IPythonCode python)
    {
        _next = next;
        _python = python;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(_python);
        if (_python.IsRunning)
        {
            _next = _python.Around("wsgi_composer.shim.identity:around", _next);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        environ[Key] = new WhoAuthority(environ, Identifiers.Of(environ));
        return _next.InvokeAsync(environ);
    }
}
