// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Takes a <c>Host</c> header apart (RFC 3986 §3.2.2): <c>name</c>, <c>name:port</c>, <c>[::1]</c>, <c>[::1]:port</c>.</summary>
internal static class HostName
{
    /// <summary>False when it is neither; the port is empty when there is none. A final dot of the name is dropped.</summary>
    public static bool TrySplit(ReadOnlySpan<char> authority, out ReadOnlySpan<char> host, out ReadOnlySpan<char> port)
    {
        var bracket = authority.StartsWith('[') ? authority.IndexOf(']') : 0;
        var colon = bracket < 0 ? -1 : authority[bracket..].IndexOf(':');
        host = colon < 0 ? authority : authority[..(bracket + colon)];
        port = colon < 0 ? default : authority[(bracket + colon + 1)..];
        if (host.EndsWith('.'))
        {
            host = host[..^1];
        }
        return bracket >= 0 && !port.Contains(':') && (bracket == 0 || host.EndsWith(']'));
    }
}
