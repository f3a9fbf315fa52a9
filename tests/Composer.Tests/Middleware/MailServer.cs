// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Composer.Tests.Middleware;

/// <summary>Takes mail (SMTP, RFC 5321) on a loopback port and keeps it.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();

    public MailServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!; // an IPEndPoint has a text

    /// <summary>The next mail, headers and body, quoted-printable and Base64 left as they are.</summary>
    public async Task<string> NextAsync() => await _mails.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            _mails.Writer.TryComplete();
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync() is { } command && !command.StartsWith("QUIT", StringComparison.Ordinal))
        {
            if (command != "DATA")
            {
                await writer.WriteLineAsync("250 ok");
                continue;
            }
            await writer.WriteLineAsync("354 go on");
            var lines = new List<string>();
            while (await reader.ReadLineAsync() is { } line && line != ".")
            {
                lines.Add(line);
            }
            await writer.WriteLineAsync("250 ok");
            _mails.Writer.TryWrite(string.Join('\n', lines));
        }
    }
}
