// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Composer.Servers.Kestrel;

/// <summary>The addresses of one server: opened, named in errors, printed, cleaned up.</summary>
internal sealed class Listeners(HttpServerOptions options, Func<string, string> resolve)
{
    private const int LongestPath = 107;

    private readonly List<(BindAddress Address, ListenOptions Listen)> _all = [];
    private readonly List<(string Path, DateTime Made)> _socketFiles = [];

    /// <summary>Kestrel's sockets, opened by us so that an error can say which address and what to do.</summary>
    public IConnectionListenerFactory CreateTransport(ILoggerFactory logs)
    {
        var transport = new SocketTransportOptions
        {
            Backlog = options.Backlog,
            UnsafePreferInlineScheduling = true,
            // Costs an idle connection 4 KiB, and saves every piece of 4 KiB that comes in a system call: a sixth of the CPU time of an upload.
            WaitForDataBeforeAllocatingBuffer = false,
            CreateBoundListenSocket = Open,
        };
        return new SocketTransportFactory(Options.Create(transport), logs);
    }

    /// <summary>Adds every address to Kestrel's options.</summary>
    public async Task AddToAsync(KestrelServerOptions settings, CancellationToken cancel)
    {
        foreach (var text in options.Bind.Count > 0 ? options.Bind : [HostAndPort()])
        {
            var address = BindAddress.Parse(text);
            if (address.Tcp is null)
            {
                AddLocal(settings, address);
                continue;
            }
            settings.Listen(await ResolveAsync(address, cancel), listen => _all.Add((address, listen)));
        }
    }

    /// <summary>Where the server listens now, with the real ports.</summary>
    public IReadOnlyList<string> Addresses()
    {
        var scheme = options.Certfile is { Length: > 0 } ? "https" : "http";
        return _all.ConvertAll(one => one.Listen.EndPoint is IPEndPoint ip ? $"{scheme}://{ip}" : one.Address.Text.Split('?')[0]);
    }

    /// <summary>Removes the socket files that were made.</summary>
    public void RemoveSocketFiles() => _socketFiles.ForEach(file => UnixSocketFile.Remove(file.Path, file.Made));

    private string HostAndPort()
    {
        var host = options.Host is "*" or "0.0.0.0" or "[::]" or "::" ? options.Host.Trim('[', ']') : options.Host;
        return host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]:{options.Port}" : $"{host}:{options.Port}";
    }

    private void AddLocal(KestrelServerOptions settings, BindAddress address)
    {
        if (address.UnixPath is { } path)
        {
            ListenFile(settings, address, resolve(path));
            return;
        }
        settings.ListenHandle(address.Descriptor ?? 0, listen => _all.Add((address, listen)));
    }

    private void ListenFile(KestrelServerOptions settings, BindAddress address, string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw BindFailure.Of(address.Text, new IOException($"the path has more than the {LongestPath} bytes that a socket file may have"));
        }
        settings.ListenUnixSocket(path, listen => _all.Add((address, listen)));
    }

    private static async Task<IPEndPoint> ResolveAsync(BindAddress address, CancellationToken cancel)
    {
        try
        {
            return await address.ResolveAsync(cancel);
        }
        catch (SocketException unknown)
        {
            throw BindFailure.Of(address.Text, unknown);
        }
    }

    private Socket Open(EndPoint endPoint)
    {
        var address = _all.Find(one => ReferenceEquals(one.Listen.EndPoint, endPoint)).Address;
        try
        {
            return address?.UnixPath is { } path ? OpenFile(endPoint, resolve(path), address.Mode) : OpenNetwork(endPoint);
        }
        catch (Exception cause) when (cause is SocketException or IOException or UnauthorizedAccessException)
        {
            throw BindFailure.Of(address?.Text ?? endPoint.ToString() ?? "", cause);
        }
    }

    private static Socket OpenNetwork(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        // Fails here, where the address can still be named, when the descriptor is something else.
        if (endPoint is FileHandleEndPoint && socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Type) is not (int)SocketType.Stream)
        {
            throw new IOException("the file descriptor is not a socket of TCP or a Unix stream");
        }
        return socket;
    }

    private Socket OpenFile(EndPoint endPoint, string path, UnixFileMode? mode)
    {
        UnixSocketFile.MakeWay(path);
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        _socketFiles.Add((path, File.GetLastWriteTimeUtc(path)));
        if (mode is { } permissions && !OperatingSystem.IsWindows())
        {
            // Before listen(2): nobody can connect with the wrong permissions.
            File.SetUnixFileMode(path, permissions);
        }
        return socket;
    }
}
