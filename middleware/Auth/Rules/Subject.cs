// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Who asks.</summary>
/// <param name="environ">The request.</param>
/// <param name="groups">The groups that a file knows, or null.</param>
internal sealed class Subject(Environ environ, GroupTable? groups)
{
    private IReadOnlyList<string>? _tokens;

    /// <summary>The user's name as a native string; null when nobody is logged in.</summary>
    public string? User { get; } = environ.RemoteUser is { Length: > 0 } user ? user : null;

    /// <summary>The client's address, as REMOTE_ADDR has it.</summary>
    public string? Address => environ.GetText(EnvironKey.RemoteAddr);

    /// <summary>Whether the request brings a token.</summary>
    public bool HasToken(string token) => (_tokens ??= UserTokens.Read(environ)).Contains(token);

    /// <summary>Whether the user is in a group, as the file or a token says.</summary>
    public bool IsIn(string group) => HasToken(group) || (User is not null && groups?.Has(group, User) == true);
}
