// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Benchmarks;

/// <summary>What a request costs that reads its session and changes it. Beaker takes 28 µs with memory, 168 with a cookie and 1,560 with files.</summary>
internal static class SessionBenchmark
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("composer-sessions-").FullName;

    public static async Task RunAsync()
    {
        await TryAsync("memory", new() { Type = "memory" });
        await TryAsync("file", new() { Type = "file", DataDir = Folder });
        await TryAsync("cookie", new() { Type = "cookie", ValidateKey = ["a key of more than enough characters"] });
        await TryAsync("cookie, as Beaker", new() { Type = "cookie", ValidateKey = ["a key of more than enough characters"], EncryptKey = ["another key of enough characters"], Compat = SessionCompat.Beaker });
        await TryAsync("SQLite", new() { Type = "sql", Url = "sqlite:///" + Folder + "/s.sqlite" });
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task TryAsync(string name, SessionOptions options)
    {
        await using var filter = new Session(options, new Counter(), new ComponentInfo("session", "/"), TimeProvider.System, NullLoggerFactory.Instance);
        await filter.StartAsync(default);
        var environ = Exchange.Environ("/");
        var first = await filter.InvokeAsync(environ);
        environ[EnvironKey.HttpCookie] = first.Headers["Set-Cookie"]!.Split(';')[0]; // a new session gets one
        Measure.Nanoseconds($"read and change, {name}", () => Exchange.Run(filter, environ));
    }

    private sealed class Counter : IWsgiApp
    {
        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            var session = (ISession)environ[EnvironKey.Session]!; // behind the filter
            await session.LoadAsync();
            session["user"] = "alice";
            session["n"] = (session["n"] as long? ?? 0) + 1;
            return new Response(200);
        }
    }
}
