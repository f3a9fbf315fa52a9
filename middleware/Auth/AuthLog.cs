// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>What filters that ask who somebody is tell about refusals.</summary>
internal static partial class AuthLog
{
    /// <summary>Somebody brought credentials that are wrong.</summary>
    public static void Refused(ILogger log, string scheme, string reason, Environ environ)
    {
        var (address, id) = (environ.GetText(EnvironKey.RemoteAddr) ?? "-", environ.GetText(EnvironKey.RequestId) ?? "-");
        Refused(log, scheme, address, reason, id);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Scheme} credentials from {Address} refused: {Reason} [{RequestId}]")]
    private static partial void Refused(ILogger logger, string scheme, string address, string reason, string requestId);
}
