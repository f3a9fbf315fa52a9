// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Composer.Servers.Kestrel;

/// <summary>Lets a client that closed its sending half (FIN) get its answer. Kestrel alone takes that for a client that left.</summary>
/// <remarks>A reset still cuts the request off at once; a client that closed both halves is noticed by the first write that fails.</remarks>
internal sealed class HalfClose(ConnectionDelegate next)
{
    private const int ProtocolTcp = 6;
    private const int TcpInfo = 11;
    private const byte CloseWait = 8;

    public async Task RunAsync(ConnectionContext context)
    {
        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is null || !OperatingSystem.IsLinux())
        {
            await next(context);
            return;
        }
        using var closed = new CancellationTokenSource();
        await using var registration = context.ConnectionClosed.UnsafeRegister(static state => ((Watch)state!).Closed(), new Watch(socket, closed));
        context.ConnectionClosed = closed.Token;
        await next(context);
    }

    private sealed record Watch(Socket Socket, CancellationTokenSource Source)
    {
        public void Closed()
        {
            if (!OnlyHalf())
            {
                Source.Cancel();
            }
        }

        private bool OnlyHalf()
        {
            try
            {
                return Socket.AddressFamily == AddressFamily.Unix ? IsWritable() : IsCloseWait();
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }

        private bool IsCloseWait()
        {
            // The first byte of struct tcp_info is the state: CLOSE_WAIT after a FIN, CLOSE after a reset.
            Span<byte> info = stackalloc byte[8];
            return Socket.GetRawSocketOption(ProtocolTcp, TcpInfo, info) > 0 && info[0] == CloseWait;
        }

        private bool IsWritable() => Socket.Connected && !Socket.Poll(0, SelectMode.SelectError);
    }
}
