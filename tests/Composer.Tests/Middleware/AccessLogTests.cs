// SPDX-License-Identifier: MIT
using System.Text.Json;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class AccessLogTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly ManualClock _clock = new();
    private readonly RecordingLogger _log = new();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_combined_line_is_what_Apache_writes()
    {
        var app = Log("combined", Wsgi.App("200 OK", "OK"));

        Wsgi.Get("/foo%20bar?baz=baz", app, ("User-Agent", "UA"), ("Referer", "http://r/"));

        Assert.Equal("127.0.0.1 - - [02/Jan/2026:03:04:05 +0000] \"GET /foo%20bar?baz=baz HTTP/1.1\" 200 2 \"http://r/\" \"UA\"", Line());
    }

    [Fact]
    public void Bytes_are_counted_and_the_line_comes_after_the_last_one()
    {
        var app = Log("common", Wsgi.App(environ => Wsgi.Answer("200 OK", new BlocksBody(Blocks()))));

        Wsgi.Get("/", app);

        Assert.EndsWith("\" 200 8", Line(), StringComparison.Ordinal);

        IEnumerable<byte[]> Blocks()
        {
            yield return "aaaa"u8.ToArray();
            Assert.Empty(_log.Messages);
            yield return "bbbb"u8.ToArray();
            Assert.Empty(_log.Messages);
        }
    }

    [Fact]
    public void Where_the_server_does_not_tell_the_target_it_is_written_from_the_path()
    {
        Wsgi.Request("GET", "/gr%C3%BCn%20x?a=%20b", Log("%r", Wsgi.App("200 OK")), prepare: environ => environ[EnvironKey.RequestUri] = environ[EnvironKey.RawUri] = null);

        Assert.Equal("GET /gr%C3%BCn%20x?a=%20b HTTP/1.1", Line());
    }

    [Fact]
    public void X_Forwarded_For_is_not_believed()
    {
        Wsgi.Get("/", Log("%h", Wsgi.App("200 OK")), ("X-Forwarded-For", "6.6.6.6"));

        Assert.Equal("127.0.0.1", Line());
    }

    [Fact]
    public void A_client_that_left_is_logged_with_what_it_got()
    {
        Wsgi.Request("GET", "/", Log("%s %b %X", Wsgi.Stream("200 OK", "aaaa", "bbbb")), blocks: 1);

        Assert.Equal("200 4 X", Line());
    }

    [Fact]
    public void An_exception_is_logged_as_500_and_goes_on()
    {
        Assert.Throws<InvalidOperationException>(() => Wsgi.Get("/", Log("%s %b", Wsgi.App((Func<Environ, Response>)(_ => throw new InvalidOperationException())))));
        Assert.Equal("500 -", Line());
    }

    [Fact]
    public void An_HttpError_is_logged_with_its_status()
    {
        Assert.Throws<HttpError>(() => Wsgi.Get("/", Log("%s", Wsgi.App((Func<Environ, Response>)(_ => throw new HttpError(404, "nothing"))))));
        Assert.Equal("404", Line());
    }

    [Fact]
    public void A_request_body_cut_short_is_logged_as_the_fault_of_the_client()
    {
        Assert.Throws<IOException>(() => Wsgi.Get("/", Log("%s", Wsgi.App((Func<Environ, Response>)(_ => throw new IOException("cut short", new HttpError(400, "cut short")))))));
        Assert.Equal("400", Line());
    }

    [Fact]
    public void A_client_without_an_address_is_a_dash()
    {
        Wsgi.Request("GET", "/", Log("%h", Wsgi.App("200 OK")), prepare: environ => environ[EnvironKey.RemoteAddr] = "");

        Assert.Equal("-", Line());
    }

    [Fact]
    public void A_file_that_the_server_sends_itself_counts_in_full()
    {
        File.WriteAllText(_file, "12345");
        var app = Log("%B", Wsgi.App(_ => Wsgi.Answer("200 OK", new FileBody(File.OpenHandle(_file), 0, 5))));

        Wsgi.Request("GET", "/", app, blocks: 0);

        Assert.Equal("5", Line());
    }

    [Fact]
    public void The_user_that_an_inner_component_found_is_logged()
    {
        Wsgi.Get("/", Log("%u", Wsgi.App(environ =>
        {
            environ.RemoteUser = "joe";
            return Wsgi.Answer("200 OK", Body.Empty);
        })));

        Assert.Equal("joe", Line());
    }

    [Theory]
    [InlineData("%%\\t\\n\\\"%m", "%\t\n\"GET")]
    [InlineData("%U %q", "/a b ?x=1&y=2")]
    [InlineData("%f %H %p %v", "/a b HTTP/1.1 80 localhost")]
    [InlineData("%V", "shop.example")]
    [InlineData("[%{X-A}i] [%{X-Empty}i] [%{Nope}i] [%{X_EMPTY}e]", "[1] [] [-] [-]")]
    [InlineData("%{X-Out}o %{Set-Cookie}o", "out a=1, b=2")]
    [InlineData("%{sid}C %{none}C", "s1 -")]
    [InlineData("%{composer.request_id}e %L", "id-1 id-1")]
    [InlineData("%D %T %{ms}T %{us}T", "1500000 1 1500 1500000")]
    [InlineData("%{%Y-%m-%d %H:%M:%S %j %e}t", "2026-01-02 03:04:05 002  2")]
    [InlineData("%{sec}t %{end:sec}t %{msec}t %{msec_frac}t", "1767323045 1767323046 1767323045000 000")]
    [InlineData("%200{X-A}i %404,500{X-A}i %!200{X-A}i %!404{X-A}i", "1 - - 1")]
    [InlineData("%>s %<s %B %b %O %l %X", "200 200 4 4 4 - +")]
    [InlineData("%(REMOTE_ADDR)s %(status)s %(bytes)s 100%% [%(time)s] %(REQUEST_METHOD)s %(REQUEST_URI)s %(HTTP_VERSION)s %(REMOTE_USER)s", "127.0.0.1 200 4 100% [02/Jan/2026:03:04:05 +0000] GET /a%20b?x=1&y=2 HTTP/1.1 -")]
    public void Formats_mean_what_they_mean_in_Apache_and_Paste(string format, string expected)
    {
        var inner = Wsgi.App(_ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1.5));
            return Wsgi.Answer("200 OK", Body.From("body"), ("X-Out", "out"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"));
        });

        Wsgi.Request("GET", "/a%20b?x=1&y=2", Log(format, inner), prepare: environ => environ[EnvironKey.RequestId] = "id-1", headers: [("Host", "Shop.example:8080"), ("X-A", "1"), ("X-Empty", ""), ("Cookie", "x=1; sid=s1")]);

        Assert.Equal(expected, Line());
    }

    [Theory]
    [InlineData("HTTP/1.1", null, "+")]
    [InlineData("HTTP/1.1", "close", "-")]
    [InlineData("HTTP/1.1", "Upgrade, Close", "-")]
    [InlineData("HTTP/1.0", null, "-")]
    [InlineData("HTTP/1.0", "Keep-Alive", "+")]
    public void X_tells_whether_the_connection_is_kept(string protocol, string? connection, string expected)
    {
        Wsgi.Request("GET", "/", Log("%X", Wsgi.App("200 OK")), prepare: environ => (environ[EnvironKey.ServerProtocol], environ[EnvironKey.HttpConnection]) = (protocol, connection));

        Assert.Equal(expected, Line());
    }

    [Theory]
    [InlineData("%y")]
    [InlineData("%{x")]
    [InlineData("100%")]
    [InlineData("%i")]
    [InlineData("%{%Q}t")]
    [InlineData("%{h}T")]
    [InlineData("%(nothing)s")]
    public void A_format_that_means_nothing_is_refused(string format)
    {
        Assert.Contains("format", Assert.Throws<ArgumentException>(() => Log(format, Wsgi.App("200 OK"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_odd_values_are_a_thousand_lines_of_plain_ASCII()
    {
        var random = new Random(1);
        var app = Log("%{X-A}i \"%{User-Agent}i\"", Wsgi.App("200 OK"));
        for (var i = 0; i < 1000; i++)
        {
            var value = new string([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(0, 256))]);
            Wsgi.Get("/", app, ("X-A", value), ("User-Agent", value));
        }

        Assert.Equal(1000, _log.Messages.Count());
        Assert.All(_log.Messages, message => Assert.All(message, c => Assert.InRange(c, ' ', '~')));
    }

    [Fact]
    public void Quotes_backslashes_and_bytes_beyond_ASCII_are_escaped()
    {
        Wsgi.Get("/", Log("%{X-A}i", Wsgi.App("200 OK")), ("X-A", "a\"b\\c\r\né\x1b"));

        Assert.Equal("a\\\"b\\\\c\\x0d\\x0a\\xe9\\x1b", Line());
    }

    [Fact]
    public void Secrets_in_queries_are_not_written()
    {
        Wsgi.Get("/p?a=1&Token=S1&password=S2", Log("combined", Wsgi.App("200 OK")), ("Referer", "http://r/?api_key=S3&b=2"));

        Assert.Contains("/p?a=1&Token=[hidden]&password=[hidden] HTTP", Line(), StringComparison.Ordinal);
        Assert.Contains("http://r/?api_key=[hidden]&b=2", Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_is_one_object_a_line()
    {
        Wsgi.Get("/p?a=\"1\"&token=x", Log("json", Wsgi.Stream("201 Created", "ab", "c")), ("User-Agent", "Ã©\n\u0001"));

        var json = JsonDocument.Parse(Line()).RootElement;
        Assert.Equal(("/p?a=\"1\"&token=[hidden]", 201, 3), (json.GetProperty("target").GetString(), json.GetProperty("status").GetInt32(), json.GetProperty("bytes").GetInt32()));
        Assert.Equal("é\n\u0001", json.GetProperty("user_agent").GetString());
        Assert.Equal("2026-01-02T03:04:05.000Z", json.GetProperty("time").GetString());
    }

    [Fact]
    public async Task A_file_is_written_in_the_background_and_opened_again_on_demand()
    {
        var app = new AccessLog(new() { Format = "%U", File = _file }, Wsgi.App("200 OK"), new ComponentInfo("log", "/"), _clock, _log);
        await app.StartAsync(default);
        Wsgi.Get("/1", app);
        Assert.Equal("", await File.ReadAllTextAsync(_file));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("/1\n", await File.ReadAllTextAsync(_file));

        Wsgi.Get("/2", app);
        File.Move(_file, _file + ".1");
        app.Reopen();
        Wsgi.Get("/3", app);
        await app.DisposeAsync();

        Assert.Equal("/1\n/2\n", await File.ReadAllTextAsync(_file + ".1"));
        Assert.Equal("/3\n", await File.ReadAllTextAsync(_file));
        File.Delete(_file + ".1");
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_found_at_the_start()
    {
        var app = new AccessLog(new() { File = "/nowhere/access.log" }, Wsgi.App("200 OK"), new ComponentInfo("log", "/"), _clock, _log);

        Assert.Equal("/nowhere/access.log cannot be written: there is no directory /nowhere", (await Assert.ThrowsAsync<DirectoryNotFoundException>(() => app.StartAsync(default))).Message);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named_with_the_reason()
    {
        var app = new AccessLog(new() { File = "/tmp" }, Wsgi.App("200 OK"), new ComponentInfo("log", "/"), _clock, _log);

        Assert.Equal("/tmp cannot be written: it is a directory", (await Assert.ThrowsAsync<UnauthorizedAccessException>(() => app.StartAsync(default))).Message);
    }

    [Fact]
    public async Task Several_logs_in_one_file_overwrite_nothing_also_when_it_is_cut_off()
    {
        AccessLog[] logs = [Appending("a %U"), Appending("b %U")];
        foreach (var log in logs)
        {
            await log.StartAsync(default);
        }

        Array.ForEach(logs, log => Write(log, "/1"));
        Array.ForEach(logs, log => Write(log, "/2"));
        Assert.Equal(["a /1", "a /2", "b /1", "b /2"], (await File.ReadAllLinesAsync(_file)).Order());

        await File.WriteAllTextAsync(_file, "");
        Array.ForEach(logs, log => Write(log, "/3"));
        Assert.Equal(["a /3", "b /3"], (await File.ReadAllLinesAsync(_file)).Order());
        foreach (var log in logs)
        {
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task When_the_disk_is_slow_lines_are_lost_and_counted_but_nobody_waits()
    {
        using var stream = new MemoryStream();
        await using var writer = new LineWriter(() => stream, 10, _clock, _log);

        writer.Write("12345"u8);
        writer.Write("12345"u8);
        writer.Write("123"u8);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("12345\n123\n", System.Text.Encoding.ASCII.GetString(stream.ToArray()));
        Assert.Contains("1 lines of the access log are lost", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_once_and_when_there_is_room_again()
    {
        using var disk = new Disk { IsFull = true };
        await using var writer = new LineWriter(() => disk, 1000, _clock, _log);

        for (var i = 0; i < 3; i++)
        {
            disk.IsFull = i < 2;
            writer.Write("1234"u8);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["The access log cannot be written, its lines are lost: No space left on device", "The access log is written again; 10 bytes are lost"], _log.Messages);
    }

    [Fact]
    public void The_log_gets_the_lines_under_the_name_and_level_that_Paste_configs_give()
    {
        Wsgi.Get("/", Log("%s", Wsgi.App("200 OK")));

        var entry = Assert.Single(_log.Entries);
        Assert.Equal(("wsgi", Microsoft.Extensions.Logging.LogLevel.Information), (entry.Category, entry.Level));
    }

    private sealed class Disk : MemoryStream
    {
        public bool IsFull { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsFull)
            {
                throw new IOException("No space left on device");
            }
            base.Write(buffer);
        }
    }

    private AccessLog Appending(string format) => new(new() { Format = format, File = _file }, Wsgi.App("200 OK"), new ComponentInfo("log", "/"), _clock, _log);

    private void Write(AccessLog log, string path)
    {
        Wsgi.Get(path, log);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
    }

    private string Line() => Assert.Single(_log.Messages);

    private AccessLog Log(string format, IWsgiApp next) =>
        new(new() { Format = format, SetupConsoleHandler = false }, next, new ComponentInfo("log", "/"), _clock, _log);
}
