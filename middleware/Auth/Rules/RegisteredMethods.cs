// SPDX-License-Identifier: MIT
using System.Collections.Frozen;

namespace Composer.Middleware;

/// <summary>The request methods of IANA's registry (RFC 9110 §16.1), to tell a rare one from a misspelt one.</summary>
internal static class RegisteredMethods
{
    private static readonly FrozenSet<string> All = (
        "ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT CONNECT COPY DELETE GET HEAD LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH PATCH POST PRI " +
        "PROPFIND PROPPATCH PUT QUERY REBIND REPORT SEARCH TRACE UNBIND UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the registry has a method.</summary>
    public static bool Contains(string method) => All.Contains(method);
}
