// SPDX-License-Identifier: MIT
using System.Collections;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary><c>REMOTE_USER_TOKENS</c>: roles and groups of the user. Paste writes a text with commas, Pyramid and repoze.who a list; both are read, and the text is written.</summary>
internal static class UserTokens
{
    /// <summary>The key itself.</summary>
    public static readonly EnvironKey Key = EnvironKey.Of("REMOTE_USER_TOKENS");

    /// <summary>The tokens, without empty ones.</summary>
    public static IReadOnlyList<string> Read(Environ environ) => environ[Key] switch
    {
        string text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IEnumerable list => [.. list.OfType<string>()],
        _ => [],
    };

    /// <summary>Writes them; without any the key is removed.</summary>
    public static void Write(Environ environ, IReadOnlyCollection<string> tokens) => environ[Key] = tokens.Count == 0 ? null : string.Join(',', tokens);
}
