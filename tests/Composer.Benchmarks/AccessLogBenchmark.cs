// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Benchmarks;

/// <summary>What a line of the access log costs the request, to a file.</summary>
internal static class AccessLogBenchmark
{
    public static async Task RunAsync()
    {
        var page = new Exchange.Page("Hello, world!"u8.ToArray());
        var environ = Exchange.Environ("/some/page.html?a=1");
        environ[EnvironKey.RemoteAddr] = "127.0.0.1";
        environ[EnvironKey.HttpUserAgent] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36";
        var bare = Measure.Nanoseconds("app alone", () => Exchange.Run(page, environ));
        foreach (var format in (string[])["common", "combined", "json"])
        {
            var file = Path.GetTempFileName();
            await using var log = new AccessLog(new() { Format = format, File = file }, page, new ComponentInfo("log", "/"), TimeProvider.System, NullLoggerFactory.Instance);
            await log.StartAsync(default);
            var logged = Measure.Nanoseconds("behind access_log, " + format, () => Exchange.Run(log, environ));
            Console.WriteLine($"  a line: {logged - bare:N0} ns, of the writer in the background too");
            File.Delete(file);
        }
    }
}
