// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Text;

namespace Composer.Tests.Servers;

/// <summary>A client that sends any bytes; text is latin-1 both ways. Waiting for more than 20 seconds fails the test.</summary>
internal sealed class RawClient(Socket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly StringBuilder _unread = new();

    /// <summary>Whether the connection ended with a reset.</summary>
    public bool WasReset { get; private set; }

    public async Task SendAsync(string bytes)
    {
        var left = Encoding.Latin1.GetBytes(bytes).AsMemory();
        while (!left.IsEmpty)
        {
            left = left[await socket.SendAsync(left)..];
        }
    }

    /// <summary>Closes the sending half: FIN.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Resets the connection: RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public async Task<string> ReadToEndAsync()
    {
        while (await ReceiveAsync() > 0)
        {
        }
        return Take(_unread.Length);
    }

    /// <summary>Reads until a text has come, and returns all up to its end.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        int at;
        while ((at = _unread.ToString().IndexOf(text, StringComparison.Ordinal)) < 0)
        {
            Assert.True(await ReceiveAsync() > 0, $"the connection ended before '{text}' came; there was: {_unread}");
        }
        return Take(at + text.Length);
    }

    public void Dispose() => socket.Dispose();

    private async Task<int> ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None, patience.Token);
            _unread.Append(Encoding.Latin1.GetString(buffer, 0, count));
            return count;
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            WasReset = true;
            return 0;
        }
    }

    private string Take(int count)
    {
        var text = _unread.ToString(0, count);
        _unread.Remove(0, count);
        return text;
    }
}
