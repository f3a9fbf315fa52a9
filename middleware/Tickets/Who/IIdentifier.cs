// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A filter that knows users, as <c>identity</c> shows it to Python apps.</summary>
internal interface IIdentifier
{
    /// <summary>The component's name.</summary>
    string Name { get; }

    /// <summary>The user, a native string, when the password is right; null when it is not, or when passwords are not its business.</summary>
    ValueTask<string?> VerifyAsync(Environ environ, string user, string password) => default;

    /// <summary>The <c>Set-Cookie</c> values with which the next request is this user's; none where nothing is remembered.</summary>
    IReadOnlyList<string> Remember(Environ environ, RememberedUser user) => [];

    /// <summary>The <c>Set-Cookie</c> values with which the next request is nobody's.</summary>
    IReadOnlyList<string> Forget(Environ environ) => [];

    /// <summary>The answer that asks who is there, or null.</summary>
    Response? Challenge(Environ environ) => null;
}
