// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class StaticTests : IDisposable
{
    private const string Canary = "THE-CANARY-IS-OUT";

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-static-").FullName;
    private readonly string _root;

    public StaticTests()
    {
        _root = Path.Combine(_folder, "root");
        Write("root/a.txt", "0123456789");
        Write("root/empty.txt", "");
        Write("root/sub/index.html", "<p>i");
        Write("root/sub/deep/x.json", "{}");
        Write("root/you+me.txt", "hello");
        Write("root/grüße.txt", "UTF-8");
        Write("root/.htpasswd", Canary);
        Write("root/.git/config", Canary);
        Write("root/app.css", "body{}");
        Write("root/app.css.gz", "(gzip of body{})");
        Write("root/app.css.br", "(br)");
        Write("secret.txt", Canary);
        Write("root_test/secret.txt", Canary);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_comes_with_type_length_and_validators()
    {
        var result = Wsgi.Get("/a.txt", App());

        Assert.Equal("200 OK", result.Status);
        Assert.Equal("0123456789", result.Text);
        Assert.Equal("text/plain", result.Headers["Content-Type"]);
        Assert.Equal("10", result.Headers["Content-Length"]);
        Assert.Equal("bytes", result.Headers["Accept-Ranges"]);
        Assert.EndsWith(" GMT", result.Headers["Last-Modified"], StringComparison.Ordinal);
        Assert.Matches("^\"a-[0-9a-f]+\"$", result.Headers["ETag"]);
        Assert.Null(result.Headers["Content-Range"]);
    }

    [Fact]
    public async Task A_file_goes_out_as_a_file()
    {
        var response = await App().InvokeAsync(Wsgi.Environ("GET", "/a.txt"));

        Assert.Equal(10, response.Body.File?.Length);
        await response.DisposeAsync();
    }

    [Theory]
    [InlineData("/a.txt", 200, "10")]
    [InlineData("/nope", 404, "14")]
    public void Head_has_the_headers_of_get_and_no_body(string path, int status, string length)
    {
        var result = Wsgi.Head(path, App());

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(length, result.Headers["Content-Length"]);
        Assert.Empty(result.Body);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("get")]
    public void Other_methods_are_told_which_are_allowed(string method)
    {
        var result = Wsgi.Request(method, "/a.txt", App());

        Assert.Equal(405, result.StatusCode);
        Assert.Equal("GET, HEAD", result.Headers["Allow"]);
        Assert.Equal(404, Wsgi.Request(method, "/a.txt", App(o => o with { Fallthrough = true })).StatusCode);
    }

    [Theory]
    [InlineData("bytes=0-3", "bytes 0-3/10", "0123")]
    [InlineData("bytes=5-", "bytes 5-9/10", "56789")]
    [InlineData("bytes=5-100", "bytes 5-9/10", "56789")]
    [InlineData("bytes=5-99999999999999999999", "bytes 5-9/10", "56789")]
    [InlineData("bytes=-3", "bytes 7-9/10", "789")]
    [InlineData("bytes=-999", "bytes 0-9/10", "0123456789")]
    [InlineData("Bytes=0-0", "bytes 0-0/10", "0")]
    [InlineData("bytes=, 1-2 ,", "bytes 1-2/10", "12")]
    [InlineData("bytes=50-60,1-2", "bytes 1-2/10", "12")]
    public void A_range_is_a_part_of_the_file(string range, string contentRange, string text)
    {
        var result = Wsgi.Get("/a.txt", App(), ("Range", range));

        Assert.Equal(206, result.StatusCode);
        Assert.Equal(contentRange, result.Headers["Content-Range"]);
        Assert.Equal(text, result.Text);
        Assert.Equal(text.Length.ToString(CultureInfo.InvariantCulture), result.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("bytes=20-30")]
    [InlineData("bytes=10-")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=10-12,-0")]
    public void A_range_beyond_the_end_is_416_with_the_size(string range)
    {
        var result = Wsgi.Get("/a.txt", App(), ("Range", range));

        Assert.Equal(416, result.StatusCode);
        Assert.Equal("bytes */10", result.Headers["Content-Range"]);
    }

    [Theory]
    [InlineData("bytes=4-2")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=1,2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=1-2,4-2")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=0-9,0-9,0-9")]
    public void A_range_that_means_nothing_or_too_much_is_ignored(string range)
    {
        var result = Wsgi.Get("/a.txt", App(), ("Range", range));

        Assert.Equal(200, result.StatusCode);
        Assert.Null(result.Headers["Content-Range"]);
        Assert.Equal("0123456789", result.Text);
    }

    [Fact]
    public void More_than_a_hundred_ranges_are_ignored()
    {
        Write("root/long.txt", new string('x', 1000));
        var ranges = "bytes=" + string.Join(',', Enumerable.Range(0, 101).Select(i => $"{i}-{i}"));

        Assert.Equal(200, Wsgi.Get("/long.txt", App(), ("Range", ranges)).StatusCode);
    }

    [Fact]
    public void Several_ranges_come_as_multipart()
    {
        var result = Wsgi.Get("/a.txt", App(), ("Range", "bytes=0-1,-2"));

        var type = result.Headers["Content-Type"]!;
        var boundary = type[(type.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Assert.StartsWith("multipart/byteranges; boundary=", type, StringComparison.Ordinal);
        Assert.Equal(206, result.StatusCode);
        Assert.Equal(
            $"--{boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n--{boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes 8-9/10\r\n\r\n89\r\n--{boundary}--\r\n",
            result.Text);
        Assert.Equal(result.Body.Length.ToString(CultureInfo.InvariantCulture), result.Headers["Content-Length"]);
    }

    [Fact]
    public void An_empty_file_has_no_ranges()
    {
        Assert.Equal(200, Wsgi.Get("/empty.txt", App()).StatusCode);
        Assert.Equal("bytes */0", Wsgi.Get("/empty.txt", App(), ("Range", "bytes=0-")).Headers["Content-Range"]);
        Assert.Equal(200, Wsgi.Get("/empty.txt", App(), ("Range", "bytes=-5")).StatusCode); // satisfiable by RFC 9110 §14.1.2, but no Content-Range can say it
    }

    [Theory]
    [InlineData(256)]
    [InlineData(5000)]
    public void A_name_longer_than_names_can_be_is_not_there(int length) =>
        Assert.Equal(404, Wsgi.Get("/" + new string('x', length), App()).StatusCode);

    [SkippableFact]
    public void A_pipe_in_the_directory_keeps_nobody_waiting()
    {
        Skip.If(OperatingSystem.IsWindows(), "pipes are no files on Windows");
        Assert.Equal(0, Tool.Run("/usr/bin/mkfifo", _root, "", "pipe.txt").ExitCode);

        var result = Wsgi.Get("/pipe.txt", App());

        Assert.Equal(200, result.StatusCode);
        Assert.Equal("0", result.Headers["Content-Length"]);
    }

    [Fact]
    public void If_range_gives_the_part_only_of_the_same_file()
    {
        var tag = Wsgi.Get("/a.txt", App()).Headers["ETag"]!;
        var date = Wsgi.Get("/a.txt", App()).Headers["Last-Modified"]!;
        int StatusWith(string condition) => Wsgi.Get("/a.txt", App(), ("Range", "bytes=0-1"), ("If-Range", condition)).StatusCode;

        Assert.Equal(206, StatusWith(tag));
        Assert.Equal(206, StatusWith(date));
        Assert.Equal(200, StatusWith("\"other\""));
        Assert.Equal(200, StatusWith("W/" + tag));
        Assert.Equal(200, StatusWith("Sun, 06 Nov 1994 08:49:37 GMT"));
        Assert.Equal(200, StatusWith("garbage"));
    }

    [Fact]
    public void A_client_that_has_the_file_gets_304()
    {
        var first = Wsgi.Get("/a.txt", App());
        var (tag, date) = (first.Headers["ETag"]!, first.Headers["Last-Modified"]!);
        (string, string)[][] fresh =
        [
            [("If-None-Match", tag)], [("If-None-Match", $"\"a\", W/{tag}")], [("If-None-Match", "*")], [("If-Modified-Since", date)],
            [("If-None-Match", tag), ("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")], [("If-None-Match", tag), ("Range", "bytes=0-1")],
        ];

        Assert.All(fresh, headers =>
        {
            var result = Wsgi.Get("/a.txt", App(), headers);

            Assert.Equal(304, result.StatusCode);
            Assert.Equal(tag, result.Headers["ETag"]);
            Assert.Null(result.Headers["Content-Length"]);
        });
    }

    [Fact]
    public void A_client_that_has_another_file_gets_this_one()
    {
        var date = Wsgi.Get("/a.txt", App()).Headers["Last-Modified"]!;
        (string, string)[][] stale =
        [
            [("If-None-Match", "\"a\"")], [("If-None-Match", "garbage")], [("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")],
            [("If-Modified-Since", "garbage")], [("If-None-Match", "\"a\""), ("If-Modified-Since", date)], [("If-Unmodified-Since", "garbage")],
        ];

        Assert.All(stale, headers => Assert.Equal(200, Wsgi.Get("/a.txt", App(), headers).StatusCode));
    }

    [Fact]
    public void A_condition_that_fails_is_412()
    {
        var tag = Wsgi.Get("/a.txt", App()).Headers["ETag"]!;

        Assert.Equal(412, Wsgi.Get("/a.txt", App(), ("If-Match", "\"other\"")).StatusCode);
        Assert.Equal(412, Wsgi.Get("/a.txt", App(), ("If-Match", "W/" + tag)).StatusCode);
        Assert.Equal(412, Wsgi.Get("/a.txt", App(), ("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")).StatusCode);
        Assert.Equal(200, Wsgi.Get("/a.txt", App(), ("If-Match", tag), ("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")).StatusCode);
        Assert.Equal(200, Wsgi.Get("/a.txt", App(), ("If-Match", "*")).StatusCode);
    }

    [Theory]
    [InlineData("br", "br", "(br)")]
    [InlineData("gzip", "gzip", "(gzip of body{})")]
    [InlineData("gzip, br", "br", "(br)")]
    [InlineData("br;q=0.5, gzip", "gzip", "(gzip of body{})")]
    [InlineData("zstd", null, "body{}")]
    public void A_file_compressed_beforehand_is_sent_to_who_can_read_it(string accepted, string? coding, string text)
    {
        var plain = Wsgi.Get("/app.css", App());

        var result = Wsgi.Get("/app.css", App(), ("Accept-Encoding", accepted));

        Assert.Equal(text, result.Text);
        Assert.Equal(coding, result.Headers["Content-Encoding"]);
        Assert.Equal("text/css", result.Headers["Content-Type"]);
        Assert.Equal("Accept-Encoding", result.Headers["Vary"]);
        Assert.Equal("Accept-Encoding", plain.Headers["Vary"]);
        Assert.Equal(coding is null, plain.Headers["ETag"] == result.Headers["ETag"]);
        Assert.Equal(304, Wsgi.Get("/app.css", App(), ("Accept-Encoding", accepted), ("If-None-Match", result.Headers["ETag"]!)).StatusCode);
    }

    [Fact]
    public void A_range_is_of_the_plain_file() =>
        Assert.Equal("bo", Wsgi.Get("/app.css", App(), ("Accept-Encoding", "br"), ("Range", "bytes=0-1")).Text);

    [Fact]
    public void A_compressed_sibling_that_is_of_no_use_does_not_keep_the_file_away()
    {
        Write("root/app.css.br", "");

        var result = Wsgi.Get("/app.css", App(o => o with { Precompressed = ["br"] }), ("Accept-Encoding", "br"));

        Assert.Equal("body{}", result.Text);
        Assert.Null(result.Headers["Content-Encoding"]);
        Assert.Equal("Accept-Encoding", result.Headers["Vary"]);
    }

    [Fact]
    public void Compressed_siblings_can_be_ignored()
    {
        var result = Wsgi.Get("/app.css", App(o => o with { Precompressed = [] }), ("Accept-Encoding", "br"));

        Assert.Equal("body{}", result.Text);
        Assert.Null(result.Headers["Vary"]);
    }

    [Theory]
    [InlineData("/sub/", 200, "<p>i")]
    [InlineData("/you+me.txt", 200, "hello")]
    [InlineData("/gr%C3%BC%C3%9Fe.txt", 200, "UTF-8")]
    [InlineData("/sub//deep/x.json", 200, "{}")]
    [InlineData("/", 404, null)]
    [InlineData("/a.txt/", 404, null)]
    [InlineData("/a.txt/b", 404, null)]
    [InlineData("/sub/deep/", 404, null)]
    [InlineData("/.htpasswd", 404, null)]
    [InlineData("/.git/config", 404, null)]
    [InlineData("/gr%FC%DFe.txt", 404, null)]
    [InlineData("/sub%5Cindex.html", 404, null)]
    [InlineData("/a.txt%00", 400, null)]
    [InlineData("/A.TXT", 404, null)]
    public void Paths_name_files(string path, int status, string? text)
    {
        var result = Wsgi.Get(path, App());

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(text ?? result.Text, result.Text);
    }

    [Theory]
    [InlineData("/sub", "", "/sub/")]
    [InlineData("/sub?x=1&y=%20", "", "/sub/?x=1&y=%20")]
    [InlineData("//sub", "", "/sub/")]
    [InlineData("/sub/deep", "/mounted", "/mounted/sub/deep/")]
    [InlineData("", "/mounted", "/mounted/")]
    [InlineData("/sub", "//evil.org", "/evil.org/sub/")]
    public void A_directory_without_its_slash_is_redirected_on_the_same_host(string path, string script, string location)
    {
        var result = Wsgi.Request("GET", path, App(), prepare: environ => environ.ScriptName = script);

        Assert.Equal(308, result.StatusCode);
        Assert.Equal(location, result.Headers["Location"]);
    }

    [Fact]
    public void A_listing_shows_names_only_when_it_is_asked_for()
    {
        Write("root/plain/<b>.txt", "");
        Write("root/plain/.hidden", "");
        Write("root/plain/back\\slash", "");
        Directory.CreateDirectory(Path.Combine(_root, "plain", "javascript:x"));

        var result = Wsgi.Get("/plain/", App(o => o with { Listing = true }));

        Assert.Equal(404, Wsgi.Get("/plain/", App()).StatusCode);
        Assert.Contains("<a href=\"./%3Cb%3E.txt\">&lt;b&gt;.txt</a>", result.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"./javascript:x/\"", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(".hidden", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("slash", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Caching_and_header_rules_go_by_the_decoded_path()
    {
        var app = App(o => o with { CacheMaxAge = 60, Headers = "/sub/*  X-Sub: yes\n*.json Cache-Control: no-store\n" });

        Assert.Equal("max-age=60", Wsgi.Get("/a.txt", app).Headers["Cache-Control"]);
        Assert.Equal("no-store", Wsgi.Get("/s%75b/deep/x.jso%6E", app).Headers["Cache-Control"]);
        Assert.Equal("yes", Wsgi.Get("/s%75b/deep/x.json", app).Headers["X-Sub"]);
        Assert.Null(Wsgi.Get("/nope", app).Headers["Cache-Control"]);
    }

    [Fact]
    public void Types_can_be_added_and_given_a_charset()
    {
        Write("root/x.foo", "");
        Write("root/x.unknown", "");
        var app = App(o => o with { Types = [".foo=text/foo"], Charset = "latin-1", DefaultType = "application/x-any" });

        Assert.Equal("text/foo; charset=latin-1", Wsgi.Get("/x.foo", app).Headers["Content-Type"]);
        Assert.Equal("application/x-any", Wsgi.Get("/x.unknown", app).Headers["Content-Type"]);
    }

    [Theory]
    [InlineData(FollowLinks.Within, 200, 404)]
    [InlineData(FollowLinks.All, 200, 200)]
    [InlineData(FollowLinks.None, 404, 404)]
    public void Links_are_followed_as_far_as_the_settings_say(FollowLinks follow, int within, int outside)
    {
        File.CreateSymbolicLink(Path.Combine(_root, "in.txt"), "sub/../a.txt");
        File.CreateSymbolicLink(Path.Combine(_root, "out.txt"), Path.Combine(_folder, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "outdir"), "../root_test");
        var app = App(o => o with { Follow = follow, Listing = true });

        Assert.Equal(within == 200, Wsgi.Get("/", app).Text.Contains(">in.txt<", StringComparison.Ordinal));
        Assert.Equal(outside == 200, Wsgi.Get("/", app).Text.Contains(">out.txt<", StringComparison.Ordinal));
        Assert.Equal(within, Wsgi.Get("/in.txt", app).StatusCode);
        Assert.Equal(outside, Wsgi.Get("/out.txt", app).StatusCode);
        Assert.Equal(outside, Wsgi.Get("/outdir/secret.txt", app).StatusCode);
    }

    [Fact]
    public void Links_in_a_circle_lead_nowhere()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "one"), "two");
        File.CreateSymbolicLink(Path.Combine(_root, "two"), "one");

        Assert.Equal(404, Wsgi.Get("/one", App()).StatusCode);
    }

    [Fact]
    public void A_root_that_is_a_link_is_served()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder, "link"), "root");

        Assert.Equal("0123456789", Wsgi.Get("/a.txt", App(o => o with { DocumentRoot = "link" })).Text);
    }

    [Fact]
    public async Task A_root_that_is_not_there_is_found_at_the_start()
    {
        var app = App(o => o with { DocumentRoot = "nowhere" });

        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => app.StartAsync(default));

        Assert.Contains(Path.Combine(_folder, "nowhere"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_cannot_ask_for_sendfile_headers()
    {
        var result = Wsgi.Get("/a.txt", App(), ("X-Sendfile-Type", "x-accel-redirect"), ("X-Accel-Mapping", "/=/attacker/"));

        Assert.Equal("0123456789", result.Text);
        Assert.DoesNotContain(result.Headers, header => header.Name.StartsWith("X-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Ready_files_and_the_compress_filter_go_together()
    {
        Write("root/page.html", new string('x', 2000));
        var app = new Compress(new(), App(), TimeProvider.System);

        var made = Wsgi.Get("/page.html", app, ("Accept-Encoding", "gzip"));
        var ready = Wsgi.Get("/app.css", app, ("Accept-Encoding", "gzip"));

        Assert.Equal("gzip", made.Headers["Content-Encoding"]);
        Assert.Equal("(gzip of body{})", ready.Text);
        Assert.Equal(304, Wsgi.Get("/page.html", app, ("Accept-Encoding", "gzip"), ("If-None-Match", made.Headers["ETag"]!)).StatusCode);
        Assert.Equal(304, Wsgi.Get("/app.css", app, ("Accept-Encoding", "gzip"), ("If-None-Match", ready.Headers["ETag"]!)).StatusCode);
    }

    [Theory]
    [InlineData("types", "foo=text/foo")]
    [InlineData("headers", "X-A: b")]
    [InlineData("precompressed", "lzma")]
    public void Settings_that_mean_nothing_are_refused(string setting, string value)
    {
        var error = Assert.Throws<ArgumentException>(() => App(o => setting switch
        {
            "types" => o with { Types = [value] },
            "headers" => o with { Headers = value },
            _ => o with { Precompressed = [value] },
        }));

        Assert.StartsWith(setting + ": '" + value, error.Message, StringComparison.Ordinal);
    }

    // A server may take headers of any length, and a stack that overflows takes the process with it.
    [Fact]
    public void A_path_of_very_many_names_is_followed_as_far_as_it_leads_and_no_deeper()
    {
        var statuses = new List<int>();
        var app = App();
        var thread = new Thread(() => statuses.AddRange(from start in (string[])["", "/sub/deep"] select Wsgi.Get(start + string.Concat(Enumerable.Repeat("/a", 50_000)), app).StatusCode), maxStackSize: 512 * 1024);

        thread.Start();
        thread.Join();

        Assert.Equal([404, 404], statuses);
    }

    // Direct calls: what any server might let through. The canary lies beside the root, in a sibling that shares its prefix, and in dotfiles.
    [Fact]
    public async Task No_spelling_of_a_path_reaches_what_is_outside()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "outdir"), _folder);
        var app = App(o => o with { Listing = true });
        var random = new Random(20260102);
        string[] pieces =
        [
            "..", ".", "", "...", "%2e%2e", "%2E.", ".%2e", "..%2f", "..%5c", "..\\", "%2f", "/", "//", "%5c", "%c0%ae%c0%ae", "%00", "..;", "..%00", "~", "sub", "deep",
            "outdir", "root", "root_test", "secret.txt", ".htpasswd", ".git", "config", "a.txt", "%252e%252e", "..%252f", "%e2%80%a5", ". .", "..%20", "C:", "file:", _folder, "secret.txt.gz", "?", "#", "*", "\t",
        ];

        for (var i = 0; i < 5000; i++)
        {
            var path = "/" + string.Join(random.Next(4) == 0 ? "" : "/", Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (random.Next(3) == 0)
            {
                path += "/secret.txt";
            }
            var environ = Wsgi.Environ("GET", "/", headers: ("Accept-Encoding", "gzip"));
            environ.PathInfo = Wsgi.Environ("GET", path.Replace('?', '!')).PathInfo;

            var result = await Wsgi.RunAsync(environ, app);

            Assert.False(result.Text.Contains(Canary, StringComparison.Ordinal) || result.StatusCode >= 500, $"{path} gave {result.Status}");
            Assert.False(result.Text.Contains("root_test", StringComparison.Ordinal) && result.StatusCode == 200, $"{path} listed what is outside");
            Assert.False(result.Headers["Location"] is { } location && (location.StartsWith("//", StringComparison.Ordinal) || location[0] != '/'), $"{path} redirects to {result.Headers["Location"]}");
        }
    }

    private Static App(Func<StaticOptions, StaticOptions>? change = null)
    {
        var options = new StaticOptions { DocumentRoot = "root" };
        return new Static(change?.Invoke(options) ?? options, new ComponentInfo("files", _folder));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
