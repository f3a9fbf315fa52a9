// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Asks an app of the same config by a sub-request. Who its own filters found to be logged in is logged in here too.</summary>
internal sealed class AppAuthorizer(IWsgiApp app, string path) : IAuthorizer
{
    private static readonly EnvironKey[] Identity = [EnvironKey.RemoteUser, EnvironKey.AuthType, UserTokens.Key, EnvironKey.Of("REMOTE_USER_DATA"), EnvironKey.Of("composer.jwt.claims")];

    /// <inheritdoc/>
    public async ValueTask<Response> AskAsync(Environ environ)
    {
        var question = SubRequest.Of(environ, path);
        foreach (var (name, value) in OriginalRequest.Headers(environ))
        {
            if (EnvironKey.TryOfHeader(name, out var key))
            {
                question[key] = value;
            }
        }
        var answer = await app.InvokeAsync(question);
        foreach (var key in answer.StatusCode is >= 200 and < 300 ? Identity : [])
        {
            environ[key] = question[key];
        }
        return answer;
    }
}
