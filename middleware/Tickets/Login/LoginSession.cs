// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What a login and a logout do to the session, where there is one.</summary>
internal static class LoginSession
{
    /// <summary>Gives it a new id: whoever knew the old one must not have the session after the login. Its data stay, unless they are another user's.</summary>
    public static async ValueTask RenewAsync(Environ environ, bool isAnothers)
    {
        if (environ[EnvironKey.Session] is not ISession session)
        {
            return;
        }
        await session.LoadAsync(environ.Aborted);
        if (isAnothers)
        {
            session.Invalidate();
            return;
        }
        session.Regenerate();
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
