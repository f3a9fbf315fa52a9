// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace Composer.Python;

/// <summary>The threads that .NET would start at some later time, in a Python process.</summary>
/// <remarks>
/// A thread has the signals blocked that the one has which starts it. While <c>wsgi_composer</c> starts .NET, those of the server are (_signals.py); later, a request on the
/// server's main thread would start threads that take its signals. So the pool's are started at once; their number only grows (_hosting.py), and they start the others.
/// </remarks>
internal static class GuestThreads
{
    internal static void Start()
    {
        ThreadPool.GetMinThreads(out var count, out _);
        var all = new Barrier(count);
        for (var i = 0; i < count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static all => all.SignalAndWait(), all, preferLocal: false);
        }
        ThreadPool.UnsafeQueueUserWorkItem(static _ => StartOthers(), null);
    }

    // The timers' and the sockets'.
    private static void StartOthers()
    {
        using var timer = new Timer(static _ => { }, null, 1, Timeout.Infinite);
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _ = socket.ReceiveAsync(new byte[1]); // ends with the socket
        }
        catch (SocketException)
        {
            // A process that may open none needs no thread for them.
        }
    }
}
