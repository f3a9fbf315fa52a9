// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Composer.Servers.Kestrel;
using Composer.Wsgi;

namespace Composer.Tests.Servers;

public sealed class BindTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-bind").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("8080", "127.0.0.1", 8080)]
    [InlineData(":8080", "", 8080)]
    [InlineData("*:8080", "", 8080)]
    [InlineData("0.0.0.0:80", "0.0.0.0", 80)]
    [InlineData("localhost:0", "localhost", 0)]
    [InlineData("[::1]:8080", "::1", 8080)]
    [InlineData("example.org:1", "example.org", 1)]
    [InlineData("http://127.0.0.1:8080/", "127.0.0.1", 8080)]
    public void An_address_is_a_host_and_a_port(string text, string host, int port)
    {
        var address = BindAddress.Parse(text);

        Assert.Equal((host, port), (address.Tcp?.Host, address.Tcp?.Port));
    }

    [Theory]
    [InlineData("unix:/run/a.sock", "/run/a.sock", null)]
    [InlineData("unix:///run/a.sock", "/run/a.sock", null)]
    [InlineData("unix:a.sock?mode=0660", "a.sock", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public void An_address_is_a_socket_file(string text, string path, UnixFileMode? mode)
    {
        var address = BindAddress.Parse(text);

        Assert.Equal((path, mode), (address.UnixPath, address.Mode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("host:port")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("::1:8080")]
    [InlineData("unix:")]
    [InlineData("unix:/a?mode=9")]
    [InlineData("unix:/a?mod=0660")]
    [InlineData("fd://x")]
    [InlineData("https://127.0.0.1:8443")]
    [InlineData("tcp://127.0.0.1:8080")]
    public void A_text_that_is_no_address_is_answered_with_the_forms(string text)
    {
        var wrong = Assert.Throws<FormatException>(() => BindAddress.Parse(text));

        Assert.Contains($"'{text}'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("[::1]:8080", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TLS_is_no_part_of_an_address() =>
        Assert.Contains("certfile", Assert.Throws<FormatException>(() => BindAddress.Parse("https://127.0.0.1:8443")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_served_is_found_before_anything_is_opened()
    {
        Assert.Equal("Bind", Assert.Throws<ArgumentException>(() => new HttpServer(new HttpServerOptions { Bind = ["8080", "x:y"] }, new RecordingLogger())).ParamName);
        Assert.Equal("Keyfile", Assert.Throws<ArgumentException>(() => new HttpServer(new HttpServerOptions { Keyfile = "key.pem" }, new RecordingLogger())).ParamName);
    }

    [Fact]
    public async Task Several_addresses_are_served_and_printed_with_their_real_ports()
    {
        using var stop = new CancellationTokenSource();
        var server = new HttpServer(new HttpServerOptions { Bind = ["127.0.0.1:0", "localhost:0", $"unix:{_folder}/a.sock?mode=0600"] }, new RecordingLogger());
        var serving = server.ServeAsync(new Hello(), stop.Token);

        var addresses = await server.Addresses;

        Assert.All(addresses.Take(2), address => Assert.Matches("^http://127\\.0\\.0\\.1:[1-9]", address));
        Assert.Equal($"unix:{_folder}/a.sock", addresses[2]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{_folder}/a.sock"));
        }
        Assert.Contains("SERVER_NAME=localhost SERVER_PORT=80 REMOTE_ADDR=.", await AskAsync($"{_folder}/a.sock"), StringComparison.Ordinal);
        await stop.CancelAsync();
        await serving;
        Assert.False(File.Exists($"{_folder}/a.sock"));
    }

    [Fact]
    public async Task A_half_closed_client_of_a_socket_file_gets_its_answer() =>
        await ServeAsync($"unix:{_folder}/h.sock", async () => Assert.Contains("SERVER_NAME", await AskAsync($"{_folder}/h.sock", halfClose: true), StringComparison.Ordinal));

    [Fact]
    public async Task A_socket_that_was_handed_down_is_served()
    {
        using var inherited = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        inherited.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        inherited.Listen();
        var port = ((IPEndPoint)inherited.LocalEndPoint!).Port;
        var descriptor = inherited.SafeHandle.DangerousGetHandle();

        await ServeAsync($"fd://{descriptor}", async () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            using var client = new RawClient(socket);
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Assert.Contains("200 OK", await client.ReadToEndAsync(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_descriptor_that_is_no_socket_is_named()
    {
        using var file = File.OpenHandle($"{_folder}/f", FileMode.Create, FileAccess.Write);

        var refused = await Assert.ThrowsAsync<IOException>(() => ServeAsync($"fd://{file.DangerousGetHandle()}", () => Task.CompletedTask));

        Assert.Contains("is not a socket", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_descriptor_of_a_socket_without_connections_is_named()
    {
        using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var refused = await Assert.ThrowsAsync<IOException>(() => ServeAsync($"fd://{datagrams.SafeHandle.DangerousGetHandle()}", () => Task.CompletedTask));

        Assert.Contains("not a socket of TCP", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a directory is there")]
    [InlineData("/none/a.sock", "there is no such directory")]
    [InlineData("/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "more than the 107 bytes")]
    public async Task A_path_where_no_socket_file_can_be_is_named_with_the_reason(string path, string reason)
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => ServeAsync($"unix:{_folder}{path}", () => Task.CompletedTask));

        Assert.StartsWith($"cannot listen on unix:{_folder}{path}: {reason}", refused.Message.Replace("the path has ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_at_its_end_leaves_the_socket_file_of_the_next_one()
    {
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var stop = new CancellationTokenSource();
        var old = new HttpServer(new HttpServerOptions { Bind = [$"unix:{_folder}/n.sock"] }, new RecordingLogger());
        var serving = old.ServeAsync(Wsgi.App(async _ =>
        {
            asked.SetResult();
            await gate.Task;
            return Response.Text(200, "last");
        }), stop.Token);
        await old.Addresses;
        var last = AskAsync($"{_folder}/n.sock");
        await asked.Task;

        await stop.CancelAsync();
        while (File.Exists($"{_folder}/n.sock"))
        {
            await Task.Yield();
        }
        await ServeAsync($"unix:{_folder}/n.sock", async () =>
        {
            gate.SetResult();
            Assert.EndsWith("last", await last, StringComparison.Ordinal);
            await serving;
            Assert.Contains("200 OK", await AskAsync($"{_folder}/n.sock"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_socket_file_that_a_dead_server_left_is_replaced()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint($"{_folder}/b.sock"));
            File.Move($"{_folder}/b.sock", $"{_folder}/c.sock");
        }

        await ServeAsync($"unix:{_folder}/c.sock", async () => Assert.Contains("200 OK", await AskAsync($"{_folder}/c.sock"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_socket_file_that_a_server_uses_is_left_alone() =>
        await ServeAsync($"unix:{_folder}/d.sock", async () =>
        {
            var refused = await Assert.ThrowsAsync<IOException>(() => ServeAsync($"unix:{_folder}/d.sock", () => Task.CompletedTask));

            Assert.Contains("another program listens there", refused.Message, StringComparison.Ordinal);
            Assert.Contains("200 OK", await AskAsync($"{_folder}/d.sock"), StringComparison.Ordinal);
        });

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        await File.WriteAllTextAsync($"{_folder}/e", "");

        var refused = await Assert.ThrowsAsync<IOException>(() => ServeAsync($"unix:{_folder}/e", () => Task.CompletedTask));

        Assert.Contains("not a socket", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists($"{_folder}/e"));
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var address = $"127.0.0.1:{((IPEndPoint)other.LocalEndPoint!).Port}";

        var refused = await Assert.ThrowsAsync<IOException>(() => ServeAsync(address, () => Task.CompletedTask));

        Assert.Equal($"cannot listen on {address}: another program listens there; stop it, or choose another address with -b", refused.Message);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named_with_what_to_do()
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => ServeAsync("192.0.2.1:8080", () => Task.CompletedTask));

        Assert.StartsWith("cannot listen on 192.0.2.1:8080: this machine has no such address", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TLS_speaks_both_versions_of_HTTP(int version)
    {
        WriteCertificate();
        var options = new HttpServerOptions { Bind = ["127.0.0.1:0"], Certfile = $"{_folder}/cert.pem", Keyfile = $"{_folder}/key.pem" };
        await using var server = await RunningServer.StartAsync(Hello.Answer, options);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" };
        using var client = new HttpClient(handler) { DefaultRequestVersion = new Version(version, version == 1 ? 1 : 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var answer = await client.GetStringAsync(server.Address);

        Assert.Contains($"SERVER_PROTOCOL={(version == 1 ? "HTTP/1.1" : "HTTP/2.0")} wsgi.url_scheme=https", answer, StringComparison.Ordinal);
        Assert.Equal("https", server.Address.Scheme);
    }

    [Fact]
    public async Task HTTP_2_carries_bodies_both_ways_and_tells_a_cut_one()
    {
        WriteCertificate();
        var options = new HttpServerOptions { Bind = ["127.0.0.1:0"], Certfile = $"{_folder}/cert.pem", Keyfile = $"{_folder}/key.pem" };
        await using var server = await RunningServer.StartAsync(
            async environ => environ.PathInfo switch
            {
                "/cut" => new Response(200, new BlocksBody(HttpResponseTests.FailAfter("abc"))),
                "/echo" => new Response(200, new BlocksBody(await new StreamReader(environ.Input).ReadToEndAsync(), "!")),
                _ => throw new HttpError(404, "none"),
            },
            options);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var client = new HttpClient(handler) { BaseAddress = server.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var large = new string('x', 300_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var content = new StringContent($"{i}{large}");
            using var answer = await client.PostAsync(new Uri("/echo", UriKind.Relative), content);
            return await answer.Content.ReadAsStringAsync();
        }));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}{large}!"), answers);
        const long internalError = 2; // of RST_STREAM
        var cut = await Assert.ThrowsAnyAsync<Exception>(async () => await client.GetByteArrayAsync(new Uri("/cut", UriKind.Relative)));
        Assert.Equal(internalError, Assert.IsType<HttpProtocolException>(cut as HttpProtocolException ?? cut.InnerException).ErrorCode);
        using var none = await client.GetAsync(new Uri("/none", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "none\n"), (none.StatusCode, await none.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_certificate_that_is_missing_is_named()
    {
        var server = new HttpServer(new HttpServerOptions { Bind = ["127.0.0.1:0"], Certfile = $"{_folder}/none.pem" }, new RecordingLogger());

        var missing = await Assert.ThrowsAsync<IOException>(() => server.ServeAsync(new Hello(), CancellationToken.None));

        Assert.Contains($"{_folder}/none.pem", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_once_the_files_are_read_again_and_a_broken_one_is_not()
    {
        WriteCertificate("CN=old");
        var log = new RecordingLogger();
        var certificate = new TlsCertificate($"{_folder}/cert.pem", $"{_folder}/key.pem", null, log);

        WriteCertificate("CN=new");
        Assert.Equal("CN=old", await SubjectAsync());
        certificate.ReadAgain();
        Assert.Equal("CN=new", await SubjectAsync());
        await File.WriteAllTextAsync($"{_folder}/cert.pem", "half a file");
        certificate.ReadAgain();
        Assert.Equal("CN=new", await SubjectAsync());
        Assert.Contains("what was read before stays in use", Assert.Single(log.Messages), StringComparison.Ordinal);

        async Task<string> SubjectAsync() => (await certificate.ForKestrel().OnConnection(default!)).ServerCertificateContext!.TargetCertificate.Subject;
    }

    [Theory]
    [InlineData(2020, "has expired")]
    [InlineData(2090, "is not valid yet")]
    public void A_certificate_that_is_not_valid_now_is_served_with_a_warning(int year, string warning)
    {
        WriteCertificate(year: year, years: 1);
        var log = new RecordingLogger();

        _ = new TlsCertificate($"{_folder}/cert.pem", $"{_folder}/key.pem", null, log);

        Assert.Contains(warning, Assert.Single(log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_cannot_be_used_is_answered_with_what_to_write()
    {
        WriteCertificate();
        var plain = File.ReadAllText($"{_folder}/key.pem");
        using var key = ECDsa.Create();
        key.ImportFromPem(plain);
        File.WriteAllText($"{_folder}/secret.pem", key.ExportEncryptedPkcs8PrivateKeyPem("sesame", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));

        Assert.EndsWith("name its file with keyfile", Problem(null, null), StringComparison.Ordinal);
        Assert.EndsWith("write keyfile_password, too", Problem($"{_folder}/secret.pem", null), StringComparison.Ordinal);
        Assert.EndsWith("leave keyfile_password out", Problem($"{_folder}/key.pem", "sesame"), StringComparison.Ordinal);
        _ = new TlsCertificate($"{_folder}/cert.pem", $"{_folder}/secret.pem", "sesame", new RecordingLogger());

        string Problem(string? keyfile, string? password) =>
            Assert.Throws<IOException>(() => new TlsCertificate($"{_folder}/cert.pem", keyfile, password, new RecordingLogger())).Message;
    }

    private void WriteCertificate(string subject = "CN=localhost", int year = 2020, int years = 80)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(start, start.AddYears(years));
        File.WriteAllText($"{_folder}/cert.pem", certificate.ExportCertificatePem());
        File.WriteAllText($"{_folder}/key.pem", key.ExportPkcs8PrivateKeyPem());
    }

    private static async Task ServeAsync(string bind, Func<Task> meanwhile)
    {
        using var stop = new CancellationTokenSource();
        var server = new HttpServer(new HttpServerOptions { Bind = [bind] }, new RecordingLogger());
        var serving = server.ServeAsync(new Hello(), stop.Token);
        await server.Addresses;
        await meanwhile();
        await stop.CancelAsync();
        await serving;
    }

    private static async Task<string> AskAsync(string path, bool halfClose = false)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        using var client = new RawClient(socket);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x:99\r\nConnection: close\r\n\r\n");
        if (halfClose)
        {
            client.EndSending();
        }
        return await client.ReadToEndAsync();
    }

    private sealed class Hello : IWsgiApp
    {
        public static Response Answer(Environ environ) =>
            Response.Text(200, $"SERVER_NAME={environ["SERVER_NAME"]} SERVER_PORT={environ["SERVER_PORT"]} REMOTE_ADDR={environ["REMOTE_ADDR"]}. SERVER_PROTOCOL={environ["SERVER_PROTOCOL"]} wsgi.url_scheme={environ.UrlScheme}");

        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            await Task.Yield();
            return Answer(environ);
        }
    }
}
