// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Benchmarks;

/// <summary>20 KiB of HTML through the filter, and through the compressors of .NET alone; beside it Python's gzip at the same level, when there is a Python.</summary>
internal static class CompressBenchmark
{
    public static void Run()
    {
        var page = Page();
        Bare(page);
        foreach (var coding in (string[])["gzip", "br"])
        {
            Filter(page, coding);
        }
        Python(page);
    }

    private static void Bare(byte[] page)
    {
        var level6 = new ZLibCompressionOptions { CompressionLevel = 6 };
        Stream(page, "GZipStream, level 6", to => new GZipStream(to, level6, leaveOpen: true));
        Stream(page, "GZipStream, Optimal", to => new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true));
        Stream(page, "GZipStream, Fastest", to => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true));
        Stream(page, "BrotliStream, quality 4", to => new BrotliStream(to, new BrotliCompressionOptions { Quality = 4 }, leaveOpen: true));
        var output = new byte[64 * 1024];
        var size = 0;
        Measure.Nanoseconds("BrotliEncoder.TryCompress, quality 4", () => BrotliEncoder.TryCompress(page, output, out size, 4, 18));
        Console.WriteLine($"  {size} bytes");
    }

    private static void Stream(byte[] page, string name, Func<Stream, Stream> open)
    {
        var output = new MemoryStream(64 * 1024);
        Measure.Nanoseconds(name, () =>
        {
            output.SetLength(0);
            using var compressor = open(output);
            compressor.Write(page);
        });
        Console.WriteLine($"  {output.Length} bytes");
    }

    private static void Filter(byte[] page, string coding)
    {
        var environ = Exchange.Environ("/");
        environ[EnvironKey.HttpAcceptEncoding] = coding;
        var number = 0L;
        var app = new Exchange.Page(page);
        var other = (byte[])page.Clone();
        var fresh = new Compress(new CompressOptions(), new Exchange.Page(other), TimeProvider.System);
        var repeated = new Compress(new CompressOptions(), app, TimeProvider.System);
        Measure.Nanoseconds($"compress filter, {coding}, another page each time", () =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(other.AsSpan(1000), ++number);
            Exchange.Run(fresh, environ);
        });
        Measure.Nanoseconds($"compress filter, {coding}, the same page again", () => Exchange.Run(repeated, environ));
    }

    private static void Python(byte[] page)
    {
        const string program = """
            import gzip, sys, time
            page = sys.stdin.buffer.read()
            size = len(gzip.compress(page, 6))
            rounds = []
            for _ in range(9):
                start = time.process_time()
                for _ in range(100):
                    gzip.compress(page, 6)
                rounds.append((time.process_time() - start) / 100)
            print(f"python {sys.version.split()[0]}: gzip.compress at level 6: {sorted(rounds)[4] * 1e9:,.0f} ns, {size} bytes, {1 / sorted(rounds)[4]:,.0f} pages/s")
            """;
        using var python = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python3") { ArgumentList = { "-c", program }, RedirectStandardInput = true });
        python!.StandardInput.BaseStream.Write(page);
        python.StandardInput.Close();
        python.WaitForExit();
    }

    // Text whose words repeat as those of a page do; the same each time.
    private static byte[] Page()
    {
        var random = new Random(1);
        string[] words = ["the", "session", "of", "a", "request", "filter", "body", "application", "server", "and", "header", "compressed", "each", "in", "response", "page"];
        var page = new StringBuilder("<!DOCTYPE html>\n<html><head><title>Page</title></head><body>\n");
        for (var i = 0; page.Length < 20 * 1024; i++)
        {
            page.Append(CultureInfo.InvariantCulture, $"<div class=\"item\" id=\"i{random.Next(100_000)}\"><a href=\"/items/{random.Next(10_000)}\">");
            page.AppendJoin(' ', Enumerable.Range(0, 12).Select(_ => words[random.Next(words.Length)])).Append("</a></div>\n");
        }
        return Encoding.UTF8.GetBytes(page.ToString()[..(20 * 1024)]);
    }
}
