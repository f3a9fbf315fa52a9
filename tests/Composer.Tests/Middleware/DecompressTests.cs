// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class DecompressTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(i => $"line {i} grün\n")));

    [Theory]
    [InlineData("gzip")]
    [InlineData("X-GZip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("deflate raw")]
    [InlineData("gzip, identity, br")]
    public void The_app_sees_the_body_plain_with_its_length(string codings)
    {
        var body = codings.Split(", ").Aggregate(Text, Encode);

        var (result, seen) = Post(body, codings.Replace(" raw", "", StringComparison.Ordinal));

        Assert.Equal(200, result.StatusCode);
        Assert.Equal(Text, seen.Body);
        Assert.Equal($"{Text.Length}|True||", seen.Environ);
    }

    [Fact]
    public void A_long_body_goes_by_a_file_that_is_gone_afterwards()
    {
        var random = new byte[2 * 1024 * 1024];
        new Random(7).NextBytes(random);
        var before = Directory.GetFiles(Path.GetTempPath(), "composer-*").Length;

        var (_, seen) = Post(Encode(random, "gzip"), "gzip");

        Assert.Equal(random, seen.Body);
        Assert.True(Directory.GetFiles(Path.GetTempPath(), "composer-*").Length <= before + 5);
    }

    [Fact]
    public void Nobody_else_on_the_machine_reads_the_file()
    {
        var app = new FileModeApp();

        Wsgi.Request("POST", "/", new Decompress(new() { MaxRatio = 100_000 }, app), "", prepare: environ =>
        {
            environ.Input = new MemoryStream(Encode(new byte[2 * 1024 * 1024], "gzip"));
            environ["CONTENT_LENGTH"] = null;
            environ["HTTP_CONTENT_ENCODING"] = "gzip";
        });

        Assert.Equal(OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite, app.Mode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("identity")]
    public void A_plain_body_passes(string coding)
    {
        var (result, seen) = Post(Text, coding);

        Assert.Equal(200, result.StatusCode);
        Assert.Equal(Text, seen.Body);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, zstd")]
    [InlineData("gzip, gzip, gzip, gzip, gzip")]
    public void Other_codings_are_refused_with_the_known_ones(string coding)
    {
        var (result, seen) = Post(Text, coding);

        Assert.Equal(415, result.StatusCode);
        Assert.Equal("gzip, deflate, br", result.Headers["Accept-Encoding"]);
        Assert.Equal(0, seen.Calls);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("deflate raw")]
    public void A_broken_or_truncated_body_is_refused(string coding)
    {
        var whole = Encode(Text, coding);
        var header = coding.Replace(" raw", "", StringComparison.Ordinal);

        Assert.Equal(400, Post(whole[..^10], header).Result.StatusCode);
        Assert.Equal(400, Post([.. whole[..20], .. new byte[200]], header).Result.StatusCode);
        Assert.Equal(400, Post([0xFF, .. Text], header).Result.StatusCode);
    }

    [Fact]
    public void A_body_that_swells_is_refused_by_its_size_or_its_ratio()
    {
        var bomb = Encode(new byte[8 * 1024 * 1024], "gzip");

        Assert.Equal(413, Post(bomb, "gzip").Result.StatusCode);
        Assert.Equal(413, Post(bomb, "gzip", new() { MaxRatio = 100_000, MaxSize = 8 * 1024 * 1024 - 1 }).Result.StatusCode);
        Assert.Equal(200, Post(bomb, "gzip", new() { MaxRatio = 100_000 }).Result.StatusCode);
        Assert.Equal(413, Post(Encode(bomb, "gzip"), "gzip, gzip").Result.StatusCode);
    }

    // Twenty bytes of gzip that are nothing, two million times: next to nothing at the beginning and at the end, and as much as one likes in between.
    [Fact]
    public void What_swells_between_two_codings_is_refused_too()
    {
        byte[] nothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var much = Enumerable.Repeat(nothing, 2_000_000).SelectMany(bytes => bytes).ToArray();

        Assert.Equal(413, Post(Encode(much, "gzip"), "gzip, gzip").Result.StatusCode);
    }

    // RFC 1950 §2.2, FDICT: a dictionary that was agreed upon elsewhere.
    [Fact]
    public void A_body_that_needs_a_dictionary_is_refused() =>
        Assert.Equal(400, Post([0x78, 0x20, 1, 2, 3, 4, 5, 6, 7, 8], "deflate").Result.StatusCode);

    private static (Result Result, (byte[] Body, string Environ, int Calls) Seen) Post(byte[] body, string coding, DecompressOptions? options = null)
    {
        (byte[] Body, string Environ, int Calls) seen = ([], "", 0);
        var app = Wsgi.App(async environ =>
        {
            var read = new MemoryStream();
            await environ.Input.CopyToAsync(read);
            seen = (read.ToArray(), $"{environ.GetText(EnvironKey.ContentLength)}|{environ[EnvironKey.InputTerminated]}|{environ["HTTP_CONTENT_ENCODING"]}|{environ[EnvironKey.HttpTransferEncoding]}", seen.Calls + 1);
            return Wsgi.Answer("200 OK", Body.From("thanks"));
        });
        var result = Wsgi.Request("POST", "/", new Decompress(options ?? new(), app), "", prepare: environ =>
        {
            environ.Input = new MemoryStream(body);
            environ["CONTENT_LENGTH"] = null;
            environ[EnvironKey.HttpTransferEncoding] = "chunked";
            environ["HTTP_CONTENT_ENCODING"] = coding;
        });
        return (result, seen);
    }

    private static byte[] Encode(byte[] bytes, string coding)
    {
        var encoded = new MemoryStream();
        using (Stream stream = coding.ToLowerInvariant() switch
        {
            "br" => new BrotliStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "deflate raw" => new DeflateStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "identity" => new BufferedStream(encoded),
            _ => new GZipStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            stream.Write(bytes);
            stream.Flush();
            if (coding == "identity")
            {
                return encoded.ToArray();
            }
        }
        return encoded.ToArray();
    }

    private sealed class FileModeApp : IWsgiApp
    {
        public UnixFileMode? Mode { get; private set; }

        public ValueTask<Response> InvokeAsync(Environ environ)
        {
            Mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(((FileStream)environ.Input).SafeFileHandle);
            return new(Response.Text(200, "ok"));
        }
    }
}
