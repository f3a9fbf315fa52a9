// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What a login and a logout do to the session, where there is one.</summary>
internal static class LoginSession
{
    /// <summary>Keeps its data under a new id.</summary>
    public static async ValueTask RegenerateAsync(Environ environ)
    {
        if (environ[EnvironKey.Session] is ISession session)
        {
            await session.LoadAsync(environ.Aborted);
            session.Regenerate();
        }
    }

    /// <summary>Ends it.</summary>
    public static async ValueTask EndAsync(Environ environ)
    {
        if (environ[EnvironKey.Session] is ISession session)
        {
            await session.LoadAsync(environ.Aborted);
            session.Delete();
        }
    }
}
