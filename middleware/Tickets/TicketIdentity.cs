// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Says in the environ whom a ticket means.</summary>
internal static class TicketIdentity
{
    private const string AuthType = "cookie";

    private static readonly EnvironKey Data = EnvironKey.Of("REMOTE_USER_DATA");

    /// <summary>Sets REMOTE_USER and what goes with it; false when the ticket names nobody.</summary>
    public static bool Publish(Environ environ, Ticket ticket)
    {
        if (UserIdTypes.Decode(ticket) is not { } user)
        {
            return false;
        }
        environ.RemoteUser = user;
        // Those of outer components come first. Text also when there are none: apps split it.
        environ[UserTokens.Key] = string.Join(',', UserTokens.Read(environ).Append(ticket.Tokens).Where(tokens => tokens.Length > 0));
        environ[Data] = ticket.Data;
        environ[EnvironKey.AuthType] = AuthType;
        return true;
    }
}
