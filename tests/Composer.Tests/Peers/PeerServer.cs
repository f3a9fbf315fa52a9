// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Composer.Tests.Peers;

/// <summary>A web server, of Debian or our own, that serves a folder on a loopback port, and one connection to it.</summary>
internal sealed class PeerServer : IDisposable
{
    private const int AtOnce = 50;

    private readonly Process _process;
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;

    private PeerServer(Process process, TcpClient client)
    {
        _process = process;
        _client = client;
        _stream = new BufferedStream(client.GetStream(), 64 * 1024);
    }

    /// <summary>Starts Apache with some modules; <paramref name="more"/> are lines of its config.</summary>
    public static PeerServer Apache(string folder, string more, params string[] modules)
    {
        const string directory = "/usr/lib/apache2/modules";
        var port = FreePort();
        File.WriteAllText($"{folder}/httpd.conf", $"""
            ServerRoot {folder}
            ServerName localhost
            Listen 127.0.0.1:{port}
            PidFile {folder}/httpd.pid
            ErrorLog /dev/stderr
            DocumentRoot {folder}/files
            MaxKeepAliveRequests 0
            KeepAliveTimeout 60
            LoadModule mpm_event_module {directory}/mod_mpm_event.so
            LoadModule authz_core_module {directory}/mod_authz_core.so
            LoadModule mime_module {directory}/mod_mime.so
            TypesConfig /dev/null
            AddType text/plain .txt
            User www-data
            Group www-data
            {string.Concat(modules.Select(module => $"LoadModule {module}_module {directory}/mod_{module}.so\n"))}
            {more}

            """);
        return Start(port, "/usr/sbin/apache2", "-f", $"{folder}/httpd.conf", "-DFOREGROUND");
    }

    /// <summary>Starts nginx; <paramref name="more"/> are lines of its server block.</summary>
    public static PeerServer Nginx(string folder, string more)
    {
        var port = FreePort();
        File.WriteAllText($"{folder}/nginx.conf", $$"""
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
                types { text/plain txt; }
                keepalive_requests 1000000;
                server { listen 127.0.0.1:{{port}}; root {{folder}}/files; {{more}} }
            }

            """);
        return Start(port, "/usr/sbin/nginx", "-p", folder, "-c", $"{folder}/nginx.conf");
    }

    /// <summary>Starts this tree's <c>compose serve</c>; <paramref name="config"/> is a site.</summary>
    public static PeerServer Composer(string folder, string config)
    {
        var port = FreePort();
        File.WriteAllText($"{folder}/site.ini", config);
        return Start(port, Path.Combine(AppContext.BaseDirectory, "compose"), "--quiet", "--config", $"{folder}/site.ini", "serve", "--bind", $"127.0.0.1:{port}");
    }

    /// <summary>Asks for a path many times, each time with other headers as they stand.</summary>
    public IEnumerable<PeerAnswer> GetAll(string path, IEnumerable<(string Name, string Value)[]> questions) =>
        AskAll(questions.Select(headers => new PeerRequest("GET", path, headers)));

    /// <summary>Asks one after the other; several requests are under way at once.</summary>
    public IEnumerable<PeerAnswer> AskAll(IEnumerable<PeerRequest> requests)
    {
        foreach (var some in requests.Chunk(AtOnce))
        {
            Array.ForEach(some, request => _stream.Write(request.Bytes()));
            _stream.Flush();
            foreach (var request in some)
            {
                yield return Answer(request.Method);
            }
        }
    }

    private PeerAnswer Answer(string method)
    {
        var status = int.Parse(Line().Split(' ')[1], CultureInfo.InvariantCulture);
        var answer = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (Line() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            answer[line[..colon]] = line[(colon + 1)..].Trim();
        }
        return new PeerAnswer(status, answer, status == 304 || method == "HEAD" ? [] : Body(answer));
    }

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static PeerServer Start(int port, string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!; // a process of its own
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginErrorReadLine();
        while (!process.HasExited)
        {
            var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, port);
                client.NoDelay = true;
                client.ReceiveTimeout = 30_000;
                return new PeerServer(process, client);
            }
            catch (SocketException)
            {
                client.Dispose();
                process.WaitForExit(20);
            }
        }
        throw new InvalidOperationException($"{program} ended: {said}");
    }

    private byte[] Body(Dictionary<string, string> headers)
    {
        if (!headers.TryGetValue("Transfer-Encoding", out _))
        {
            return Bytes(int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture));
        }
        var body = new MemoryStream();
        while (int.Parse(Line(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size and > 0)
        {
            body.Write(Bytes(size));
            Line();
        }
        Line();
        return body.ToArray();
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    private string Line()
    {
        var line = new StringBuilder();
        int octet;
        while ((octet = _stream.ReadByte()) != '\n')
        {
            line.Append(octet >= 0 ? (char)octet : throw new IOException("the peer closed the connection"));
        }
        return line.ToString().TrimEnd('\r');
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
