// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace Composer.Servers.Kestrel;

/// <summary>Says in the user's words why an address could not be taken.</summary>
internal static class BindFailure
{
    /// <summary>An exception whose message names the address and what to do.</summary>
    public static IOException Of(string address, Exception cause) =>
        new($"cannot listen on {address}: {Why(cause, address.StartsWith("unix:", StringComparison.Ordinal))}", cause);

    private static string Why(Exception cause, bool isFile)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return isFile ? WhyNotFile(socket) : Why(socket);
            }
        }
        return cause.Message;
    }

    private static string WhyNotFile(SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.AccessDenied => "permission denied; you must be allowed to write to the directory of the socket file",
        SocketError.AddressNotAvailable => "there is no such directory",
        _ => Why(cause),
    };

    private static string Why(SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program listens there; stop it, or choose another address with -b",
        SocketError.AccessDenied => "permission denied; ports below 1024 need root or CAP_NET_BIND_SERVICE",
        SocketError.AddressNotAvailable => "this machine has no such address (use :PORT for every address)",
        SocketError.AddressFamilyNotSupported => "this machine does not have that kind of address (IPv6 off?)",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name is not known; use an IP address",
        SocketError.NotSocket => "the file descriptor is not a socket",
        _ => cause.Message,
    };
}
