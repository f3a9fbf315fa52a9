// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class CompressTests
{
    private static readonly string Page = string.Concat(Enumerable.Range(0, 400).Select(i => $"<p>Paragraph {i} of the page.</p>\n"));

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, br", "br")]
    [InlineData("deflate, gzip", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("GZIP;Q=1", "gzip")]
    [InlineData("br;q=0.5, gzip;q=0.8", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("gzip;q=0.001", "gzip")]
    [InlineData("identity;q=0.5, gzip;q=0.5", "gzip")]
    [InlineData("gzip;q=0.5, identity", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("gzip;q=0.000", null)]
    [InlineData("*;q=0", null)]
    [InlineData("identity;q=0", null)]
    [InlineData("gzip;q=2", null)]
    [InlineData("gzip;level=9", null)]
    [InlineData("superzip", null)]
    [InlineData("", null)]
    [InlineData("a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,gzip", null)]
    public void The_client_says_which_coding_it_likes(string accepted, string? coding)
    {
        var result = Wsgi.Get("/", Filter(Wsgi.App("200 OK", Page)), ("Accept-Encoding", accepted));

        Assert.Equal(coding, result.Headers["Content-Encoding"]);
        Assert.Equal("Accept-Encoding", result.Headers["Vary"]);
        Assert.Equal(Page, Decoded(result));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public void A_body_of_known_length_gets_its_new_length(string coding)
    {
        var result = Get(Wsgi.App("200 OK", Page), coding);

        Assert.Equal(result.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Headers["Content-Length"]);
        Assert.InRange(result.Body.Length, 1, Page.Length / 4);
        Assert.Equal(1, result.Closes);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public void A_page_that_comes_again_is_compressed_once_and_a_changed_one_anew(string coding)
    {
        var text = Page;
        var filter = Filter(Wsgi.App(_ => Wsgi.Answer("200 OK", Body.From(text), ("ETag", "\"x\""))));
        Result Next() => Wsgi.Get("/", filter, ("Accept-Encoding", coding));

        var results = Enumerable.Range(0, 5).Select(_ => Next()).ToList();
        text = Page.Replace("Paragraph 7 ", "Paragraph 8 ", StringComparison.Ordinal);
        var changed = Next();
        text = Page;
        var before = Next();

        Assert.All(results.Append(before), result => Assert.Equal(Page, Decoded(result)));
        Assert.All(results, result => Assert.Equal(results[0].Headers, result.Headers));
        Assert.All(results, result => Assert.Equal(1, result.Closes));
        Assert.Contains("Paragraph 8 of the page.</p>\n<p>Paragraph 8 of", Decoded(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_pages_that_come_again_stay_right_when_there_is_room_for_few()
    {
        var number = 0;
        var filter = Filter(Wsgi.App(_ => Wsgi.Answer("200 OK", Body.From($"{number}{Page}"))), new() { RepeatCacheSize = 4 * Page.Length });

        for (var i = 0; i < 300; i++)
        {
            number = i % 3 == 0 ? 1 : i % 17;
            Assert.Equal($"{number}{Page}", Decoded(Wsgi.Get("/", filter, ("Accept-Encoding", "gzip"))));
        }
    }

    [Theory]
    [InlineData("gzip", FlushPolicy.Auto, "")]
    [InlineData("gzip", FlushPolicy.Always, "Cookie")]
    [InlineData("br", FlushPolicy.Auto, "Cookie")]
    [InlineData("br", FlushPolicy.Always, "")]
    public void Whatever_the_blocks_are_they_come_out_as_they_went_in(string coding, FlushPolicy flush, string vary)
    {
        var random = new Random(20260102);
        for (var i = 0; i < 60; i++)
        {
            var blocks = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Block(random)).ToArray();
            var app = Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody(blocks), ("Vary", vary)));

            var result = Wsgi.Get("/", Filter(app, new() { Flush = flush }), ("Accept-Encoding", coding));

            Assert.Equal(string.Concat(blocks), Decoded(result));
            Assert.Equal(1, result.Closes);
        }
    }

    [Fact]
    public void A_body_whose_blocks_are_all_there_gets_its_length_too()
    {
        var result = Get(Wsgi.Stream("200 OK", Page[..100], Page[100..5000], Page[5000..]));

        Assert.NotNull(result.Headers["Content-Length"]);
        Assert.Equal(Page, Decoded(result));
    }

    // Brotli decides by itself how much it keeps; only the 50 ms bound that.
    [Theory]
    [InlineData("gzip", 6)]
    [InlineData("br", 1)]
    public void A_long_body_is_compressed_piece_by_piece(string coding, int blocks)
    {
        var text = string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i * 7919 % 100_003} "));

        var result = Get(Wsgi.App("200 OK", text), coding);

        Assert.Null(result.Headers["Content-Length"]);
        Assert.True(result.Blocks.Count >= blocks);
        Assert.Equal(text, Decoded(result));
    }

    [Theory]
    [InlineData(511, null)]
    [InlineData(512, "gzip")]
    public void Short_bodies_are_left_alone(int length, string? coding)
    {
        var text = new string('x', length);

        Assert.Equal(coding, Get(Wsgi.App("200 OK", text)).Headers["Content-Encoding"]);

        var streamed = Get(Wsgi.Stream("200 OK", text[..200], text[200..]));
        Assert.Equal(coding, streamed.Headers["Content-Encoding"]);
        Assert.Equal(text, Decoded(streamed));
        Assert.Equal(streamed.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), streamed.Headers["Content-Length"]);
        Assert.Equal(1, streamed.Closes);
    }

    [Theory]
    [InlineData("text/html", true)]
    [InlineData("Text/HTML; charset=utf-8", true)]
    [InlineData("application/json", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("image/png", false)]
    [InlineData("application/zip", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("application/grpc", false)]
    public void Only_types_that_shrink_are_compressed(string type, bool compressed)
    {
        var result = Get(Wsgi.App("200 OK", Page, ("Content-Type", type)));

        Assert.Equal(compressed, result.Headers.Contains("Content-Encoding"));
        Assert.Equal(compressed, result.Headers.Contains("Vary"));
    }

    [Theory]
    [InlineData("application/octet-stream", true)]
    [InlineData("application/gzip", false)]
    [InlineData("image/png", false)]
    public void A_wildcard_of_the_config_leaves_out_what_is_compressed_already(string type, bool compressed)
    {
        var filter = Filter(Wsgi.App("200 OK", Page, ("Content-Type", type)), new() { Types = ["text/*", "application/*"] });

        Assert.Equal(compressed, Wsgi.Get("/", filter, ("Accept-Encoding", "gzip")).Headers.Contains("Content-Encoding"));
    }

    [Theory]
    [InlineData("Content-Encoding", "br")]
    [InlineData("Content-Range", "bytes 0-1/2")]
    [InlineData("Cache-Control", "max-age=60, No-Transform")]
    public void What_must_not_be_changed_passes(string name, string value)
    {
        var result = Get(Wsgi.App("200 OK", Page, (name, value), ("ETag", "\"x\""), ("Accept-Ranges", "bytes")));

        Assert.Equal(Page, result.Text);
        Assert.Equal("\"x\"", result.Headers["ETag"]);
        Assert.Equal("bytes", result.Headers["Accept-Ranges"]);
        Assert.Equal("Accept-Encoding", result.Headers["Vary"]);
    }

    [Theory]
    [InlineData("Cache-Control", "no-transform", null)]
    [InlineData("Upgrade", "websocket", null)]
    [InlineData("Upgrade", "h2c", "gzip")]
    public void A_client_can_ask_to_be_left_alone(string name, string value, string? coding) =>
        Assert.Equal(coding, Wsgi.Get("/", Filter(Wsgi.App("200 OK", Page)), ("Accept-Encoding", "gzip"), (name, value)).Headers["Content-Encoding"]);

    [Theory]
    [InlineData("204 No Content")]
    [InlineData("304 Not Modified")]
    public void Answers_without_a_body_stay_without_one(string status)
    {
        var result = Get(Wsgi.App(status));

        Assert.Empty(result.Body);
        Assert.Null(result.Headers["Content-Encoding"]);
    }

    [Theory]
    [InlineData("206 Partial Content", "text/plain", "Accept-Encoding")]
    [InlineData("206 Partial Content", "multipart/byteranges; boundary=x", "Accept-Encoding")]
    [InlineData("206 Partial Content", "image/png", null)]
    [InlineData("304 Not Modified", null, "Accept-Encoding")]
    public void A_part_of_a_page_and_news_of_it_vary_as_the_page_does(string status, string? type, string? vary)
    {
        var result = Get(Wsgi.App(_ =>
        {
            var response = new Response(status, status[0] == '2' ? Body.From(Page) : Body.Empty);
            response.Headers["Content-Type"] = type;
            return response;
        }));

        Assert.Equal(vary, result.Headers["Vary"]);
        Assert.Null(result.Headers["Content-Encoding"]);
    }

    [Theory]
    [InlineData("Cookie", "Cookie, Accept-Encoding")]
    [InlineData("accept-encoding", "accept-encoding")]
    [InlineData("*", "*")]
    public void Vary_is_merged(string before, string after) =>
        Assert.Equal(after, Get(Wsgi.App("200 OK", Page, ("Vary", before))).Headers["Vary"]);

    [Fact]
    public void Head_has_the_headers_of_get_and_no_body()
    {
        var result = Wsgi.Head("/", Filter(Wsgi.App(_ => Wsgi.Answer("200 OK", Body.Empty, ("Content-Length", "2000"), ("ETag", "\"x\"")))), ("Accept-Encoding", "gzip"));

        Assert.Equal("gzip", result.Headers["Content-Encoding"]);
        Assert.Equal("\"x-gzip\"", result.Headers["ETag"]);
        Assert.Null(result.Headers["Content-Length"]);
        Assert.Empty(result.Body);
    }

    [Fact]
    public void A_head_answer_that_brings_a_body_all_the_same_loses_it()
    {
        var result = Wsgi.Head("/", Filter(Wsgi.Stream("200 OK", Page)), ("Accept-Encoding", "gzip"));

        Assert.Empty(result.Body);
        Assert.Equal(1, result.Closes);
    }

    [Theory]
    [InlineData("\"x\"", "\"x-gzip\"")]
    [InlineData("W/\"x\"", "W/\"x\"")]
    public void Each_coding_has_its_own_strong_entity_tag(string before, string after)
    {
        var result = Get(Wsgi.App("200 OK", Page, ("ETag", before), ("Accept-Ranges", "bytes"), ("Content-MD5", "abc=")));

        Assert.Equal(after, result.Headers["ETag"]);
        Assert.Null(result.Headers["Accept-Ranges"]);
        Assert.Null(result.Headers["Content-MD5"]);
    }

    [Fact]
    public async Task The_app_sees_its_own_entity_tag_and_the_client_gets_back_its_own()
    {
        string? seen = null;
        var app = Wsgi.App(environ =>
        {
            seen = environ.GetText(EnvironKey.HttpIfNoneMatch);
            return Wsgi.Answer("304 Not Modified", Body.Empty, ("ETag", "\"x\""));
        });
        var environ = Wsgi.Environ("GET", "/", headers: [("Accept-Encoding", "gzip"), ("If-None-Match", "\"a\", \"x-gzip\"")]);

        var result = await Wsgi.RunAsync(environ, Filter(app));

        Assert.Equal("\"a\", \"x\"", seen);
        Assert.Equal("\"x-gzip\"", result.Headers["ETag"]);
        Assert.Equal("Accept-Encoding", result.Headers["Vary"]);
        Assert.Equal("\"a\", \"x-gzip\"", environ.GetText(EnvironKey.HttpIfNoneMatch));
    }

    [Fact]
    public void If_match_reaches_the_app_without_suffix_too()
    {
        var app = Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(environ.GetText(EnvironKey.HttpIfMatch) ?? "none")));

        Assert.Equal("\"x\"", Wsgi.Get("/", Filter(app), ("If-Match", "\"x-br\"")).Text);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public void Every_block_of_an_event_stream_leaves_at_once(string type)
    {
        var app = Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody("data: 1\n\n", "data: 2\n\n"), ("Content-Type", type)));

        var result = Get(app);

        Assert.Equal("data: 1\n\n", DecodedStart(result.Blocks[0]));
        Assert.Equal("data: 1\n\ndata: 2\n\n", DecodedStart([.. result.Blocks[0], .. result.Blocks[1]]));
        Assert.Equal("data: 1\n\ndata: 2\n\n", Decoded(result));
    }

    [Fact]
    public void Flush_always_does_the_same_for_every_type()
    {
        var result = Wsgi.Get("/", Filter(Wsgi.Stream("200 OK", "one", "two"), new() { Flush = FlushPolicy.Always }), ("Accept-Encoding", "gzip"));

        Assert.Equal("one", DecodedStart(result.Blocks[0]));
        Assert.Equal("onetwo", Decoded(result));
    }

    [Fact]
    public async Task What_was_written_leaves_when_the_app_pauses_for_50_ms()
    {
        var clock = new ManualClock();
        var producer = new Producer();
        var filter = new Compress(new(), Wsgi.App(_ => Wsgi.Answer("200 OK", producer)), clock);
        var environ = Wsgi.Environ("GET", "/", headers: ("Accept-Encoding", "gzip"));

        producer.Yield(Page);
        var answering = filter.InvokeAsync(environ).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(50));
        var response = await answering;
        var first = (await response.Body.ReadAsync()).ToArray();
        var reading = response.Body.ReadAsync().AsTask();
        producer.Yield("more");
        producer.End();
        var second = (await reading).ToArray();

        Assert.Null(response.Headers["Content-Length"]);
        Assert.Equal(Page, DecodedStart(first));
        Assert.Equal(Page + "more", DecodedStart([.. first, .. second]));
        Assert.True((await response.Body.ReadAsync()).IsEmpty);
        await response.DisposeAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_app_whose_first_block_comes_late_is_waited_for(string coding)
    {
        var clock = new ManualClock();
        var producer = new Producer();
        var filter = new Compress(new(), Wsgi.App(_ => Wsgi.Answer("200 OK", producer)), clock);

        var answering = filter.InvokeAsync(Wsgi.Environ("GET", "/", headers: ("Accept-Encoding", coding))).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(60));
        var response = await answering;
        var reading = response.Body.ReadAsync().AsTask();
        producer.Yield(Page);
        producer.End();
        var block = (await reading).ToArray();
        var rest = (await response.Body.ReadAsync()).ToArray();
        await response.DisposeAsync();

        Assert.NotEmpty(block);
        Assert.Equal(Page, coding == "gzip" ? DecodedStart([.. block, .. rest]) : DecodedBrotliStart([.. block, .. rest]));
    }

    [Fact]
    public async Task A_short_beginning_does_not_wait_for_the_rest_either()
    {
        var clock = new ManualClock();
        var producer = new Producer();
        var filter = new Compress(new(), Wsgi.App(_ => Wsgi.Answer("200 OK", producer)), clock);

        producer.Yield("tick");
        var answering = filter.InvokeAsync(Wsgi.Environ("GET", "/", headers: ("Accept-Encoding", "br"))).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(50));
        var response = await answering;
        var first = (await response.Body.ReadAsync()).ToArray();

        Assert.Equal("tick", DecodedBrotliStart(first));
        producer.End();
        await response.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_leaves_while_the_app_pauses_ends_the_app_once()
    {
        var clock = new ManualClock();
        var producer = new Producer();
        var counting = new CountingBody(producer);
        var filter = new Compress(new(), Wsgi.App(_ => Wsgi.Answer("200 OK", counting)), clock);

        producer.Yield(Page);
        var answering = filter.InvokeAsync(Wsgi.Environ("GET", "/", headers: ("Accept-Encoding", "gzip"))).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(50));
        var response = await answering;
        await response.Body.ReadAsync();
        await response.DisposeAsync();

        Assert.True(producer.Cancelled);
        Assert.Equal(1, counting.Closes);
    }

    [Fact]
    public void A_client_that_leaves_closes_the_app_once()
    {
        var app = Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody("foo", "bar"), ("Content-Type", "text/event-stream")));

        var result = Wsgi.Request("GET", "/", Filter(app), blocks: 1, headers: ("Accept-Encoding", "gzip"));

        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void A_failure_at_the_first_block_reaches_the_caller_and_closes_the_app_once()
    {
        static IEnumerable<byte[]> Blocks()
        {
            yield return Encoding.UTF8.GetBytes("some");
            throw new InvalidOperationException("broken");
        }
        var body = new CountingBody(new BlocksBody(Blocks()));

        Assert.Throws<InvalidOperationException>(() => Get(Wsgi.App(_ => Wsgi.Answer("200 OK", body))));

        Assert.Equal(1, body.Closes);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public void What_varies_on_cookie_has_no_telling_length(string coding)
    {
        var app = Wsgi.App("200 OK", Page, ("Vary", "Cookie"));

        var results = Enumerable.Range(0, 30).Select(_ => Get(app, coding)).ToList();

        Assert.True(results.Select(result => result.Body.Length).Distinct().Count() > 5);
        Assert.All(results, result => Assert.Equal(Page, Decoded(result)));
    }

    [Fact]
    public void Padding_and_streams_go_together()
    {
        var app = Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody("one", "two"), ("Content-Type", "text/event-stream"), ("Vary", "Cookie")));

        Assert.Equal("onetwo", Decoded(Get(app, "gzip")));
        Assert.Equal("onetwo", Decoded(Get(app, "br")));
    }

    [Theory]
    [InlineData(BreachDefence.SkipSetCookie, null)]
    [InlineData(BreachDefence.RandomPadding, "gzip")]
    public void Answers_that_set_a_cookie_can_be_left_alone(BreachDefence breach, string? coding)
    {
        var filter = Filter(Wsgi.App("200 OK", Page, ("Set-Cookie", "a=b")), new() { Breach = breach });

        Assert.Equal(coding, Wsgi.Get("/", filter, ("Accept-Encoding", "gzip")).Headers["Content-Encoding"]);
    }

    [Fact]
    public void A_higher_level_makes_it_smaller()
    {
        int SizeAt(int level) => Wsgi.Get("/", Filter(Wsgi.App("200 OK", Page), new() { Level = level }), ("Accept-Encoding", "gzip")).Body.Length;

        Assert.True(SizeAt(9) < SizeAt(1));
    }

    [Fact]
    public async Task A_file_that_is_not_compressed_stays_a_file()
    {
        var path = Path.GetTempFileName();
        var app = Wsgi.App(_ => Wsgi.Answer("200 OK", new FileBody(File.OpenHandle(path), 0, 0), ("Content-Type", "image/png")));
        var response = await Filter(app).InvokeAsync(Wsgi.Environ("GET", "/", headers: ("Accept-Encoding", "gzip")));

        Assert.NotNull(response.Body.File);
        await response.DisposeAsync();
        File.Delete(path);
    }

    [Theory]
    [InlineData("deflate", "text/*", "codings: 'deflate'")]
    [InlineData("gzip", "html", "types: 'html'")]
    [InlineData("gzip", "text/*/*", "types: 'text/*/*'")]
    public void Settings_that_mean_nothing_are_refused(string coding, string type, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => Filter(Wsgi.App("200 OK"), new() { Codings = [coding], Types = [type] }));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static Compress Filter(IWsgiApp app, CompressOptions? options = null) => new(options ?? new(), app, TimeProvider.System);

    private static Result Get(IWsgiApp app, string coding = "gzip") => Wsgi.Get("/", Filter(app), ("Accept-Encoding", coding));

    private static string Block(Random random)
    {
        var letters = random.Next(2) == 0 ? "ab" : "abcdefghijklmnopqrstuvwxyz0123456789";
        return string.Concat(Enumerable.Range(0, 1 + random.Next(1 << random.Next(17))).Select(_ => letters[random.Next(letters.Length)]));
    }

    private static string Decoded(Result result)
    {
        using var encoded = new MemoryStream(result.Body);
        using Stream decoder = result.Headers["Content-Encoding"] switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Decompress),
            "br" => new BrotliStream(encoded, CompressionMode.Decompress),
            _ => encoded,
        };
        using var text = new StreamReader(decoder, Encoding.UTF8);
        return text.ReadToEnd();
    }

    /// <summary>What a client can decode of gzip data that has not ended.</summary>
    private static string DecodedStart(byte[] start) => ReadAvailable(new GZipStream(new MemoryStream(start), CompressionMode.Decompress));

    private static string DecodedBrotliStart(byte[] start) => ReadAvailable(new BrotliStream(new MemoryStream(start), CompressionMode.Decompress));

    private static string ReadAvailable(Stream decoder)
    {
        var decoded = new MemoryStream();
        try
        {
            decoder.CopyTo(decoded);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or EndOfStreamException)
        {
            // The data has not ended; what came before counts.
        }
        return Encoding.UTF8.GetString(decoded.ToArray());
    }

    /// <summary>A body whose blocks come when the test says so.</summary>
    private sealed class Producer : Body
    {
        private readonly System.Threading.Channels.Channel<byte[]> _blocks = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();

        public bool Cancelled { get; private set; }

        public void Yield(string text) => _blocks.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

        public void End() => _blocks.Writer.TryComplete();

        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            try
            {
                return await _blocks.Reader.WaitToReadAsync(cancel) && _blocks.Reader.TryRead(out var block) ? block : default(ReadOnlyMemory<byte>);
            }
            catch (OperationCanceledException)
            {
                Cancelled = true;
                throw;
            }
        }
    }
}
