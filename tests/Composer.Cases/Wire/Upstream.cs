// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Composer.Cases.Wire;

/// <summary>A real HTTP server behind a proxy, on a free port; it keeps what it was asked.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private static long _requests;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<UpstreamRequest> _seen = new();
    private readonly string _kind;
    private readonly Task _serving;

    /// <param name="name">As the case names it.</param>
    /// <param name="kind">What it does: an inner app that begins with <c>upstream</c>.</param>
    public Upstream(string name, string kind)
    {
        Name = name;
        _kind = kind;
        _listener.Start();
        Address = _listener.LocalEndpoint.ToString()!; // it listens
        _serving = ServeAsync();
    }

    public string Name { get; }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    public IReadOnlyCollection<UpstreamRequest> Requests => _seen;

    /// <summary>From now on, nobody listens.</summary>
    public void Stop() => _listener.Stop();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _serving;
    }

    /// <summary>What the upstreams of a case were asked, for its rules.</summary>
    public static void AddFacts(CasePlay play, IReadOnlyList<Upstream> upstreams)
    {
        var all = upstreams.SelectMany(upstream => upstream.Requests.Select(request => (upstream.Name, Request: request))).OrderBy(one => one.Request.Order).ToList();
        if (all.Count == 0)
        {
            return;
        }
        var last = all[^1];
        var names = all.Select(one => one.Name).ToList();
        play.Facts["upstream_target"] = last.Request.Target;
        play.Facts["upstream_host"] = last.Name;
        play.Facts["upstream_headers"] = new JsonObject(last.Request.Headers.DistinctBy(header => header.Name).Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value)));
        play.Facts["upstream_sequence"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        play.Facts["upstream_counts"] = new JsonObject(upstreams.Select(upstream => KeyValuePair.Create(upstream.Name, (JsonNode?)upstream.Requests.Count)));
        play.Facts["upstream_same"] = names.TakeWhile(name => name == names[0]).Count();
    }

    private async Task ServeAsync()
    {
        var exchanges = new List<Task>();
        try
        {
            while (true)
            {
                exchanges.Add(AnswerAsync(await _listener.AcceptSocketAsync()));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(exchanges);
        }
    }

    // One request for each connection; that is enough for what is asked here.
    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            var head = await ReadHeadAsync(socket);
            if (head.Length == 0)
            {
                return;
            }
            var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(pair => (pair[0], pair[1].Trim())).ToList();
            _seen.Enqueue(new UpstreamRequest(lines[0].Split(' ')[1], headers, Interlocked.Increment(ref _requests)));
            await socket.SendAsync(await AnswerOfAsync());
            if (_kind == "upstream-die-midbody")
            {
                socket.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private async Task<byte[]> AnswerOfAsync()
    {
        if (_kind.StartsWith("upstream-sleep:", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromSeconds(double.Parse(_kind["upstream-sleep:".Length..], CultureInfo.InvariantCulture)));
        }
        var more = _kind.StartsWith("upstream:", StringComparison.Ordinal)
            ? string.Concat(_kind["upstream:".Length..].Split(',').Select(header => header.Split('=', 2)).Select(pair => $"{pair[0]}: {pair[1]}\r\n"))
            : "";
        var length = _kind == "upstream-die-midbody" ? 1000 : Name.Length;
        return Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nConnection: close\r\n{more}\r\n{Name}");
    }

    private static async Task<string> ReadHeadAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await socket.ReceiveAsync(buffer) is not (var count and > 0))
            {
                return "";
            }
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        return text.ToString().Split("\r\n\r\n")[0];
    }
}
