// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Composer.Tests.Middleware;

/// <summary>An HTTP service on a loopback port of its own, which gives every request the same answer and keeps what it was asked.</summary>
internal sealed class LoopbackService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _requests = [];
    private readonly CancellationTokenSource _gone = new();

    public LoopbackService(string text)
    {
        Text = text;
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The body of its answers.</summary>
    public string Text { get; set; }

    /// <summary>The rest of their heads: status, and header lines that each end with a line end.</summary>
    public string Head { get; set; } = "200 OK\r\n";

    /// <summary>Takes connections and never answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The heads of the requests.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>How many connections were made.</summary>
    public int Connections { get; private set; }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Closes every connection and takes no more.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Connections++;
                _ = AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var closing = _gone.Token.Register(client.Close);
        var stream = client.GetStream();
        var buffer = new byte[16384];
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            lock (_requests)
            {
                _requests.Add(Encoding.Latin1.GetString(buffer, 0, read));
            }
            if (!IsSilent)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {Head}Content-Length: {Text.Length}\r\n\r\n{Text}"));
            }
        }
    }
}
