// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using Composer.Middleware;
using Composer.Tests.Cli;

namespace Composer.Tests.Middleware;

/// <summary>Two processes of <c>compose serve</c> with one store.</summary>
public sealed class SessionProcessTests(RedisServer redis, MemcachedServer memcached, PostgresServer postgres)
    : IClassFixture<RedisServer>, IClassFixture<MemcachedServer>, IClassFixture<PostgresServer>, IDisposable
{
    private const int Clients = 64;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("file")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    [InlineData("memcached")]
    [InlineData("postgresql")]
    public async Task Sixty_four_clients_of_one_session_at_two_processes_lose_no_update(string kind)
    {
        Skip.If(kind == "redis" && !RedisServer.IsInstalled, "Debian's redis-server is not installed");
        Skip.If(kind == "memcached" && !MemcachedServer.IsInstalled, "Debian's memcached is not installed");
        Skip.If(kind == "postgresql" && !PostgresServer.IsInstalled, "Debian's postgresql is not installed");
        await WriteSiteAsync(Store(kind));
        await using var first = await ServeAsync();
        await using var second = await ServeAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var cookie = (await GetAsync(browser, first, "/merge/set?start", null)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        await AllAsync(i => GetAsync(browser, i % 2 == 0 ? first : second, $"/merge/set?key{i}", cookie));
        await AllAsync(i => GetAsync(browser, i % 2 == 0 ? first : second, "/lock/count", cookie));

        Assert.Equal($"{Clients + 2} {Clients}", await (await GetAsync(browser, second, "/merge/", cookie)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_writes_files_loses_nothing_and_keeps_nobody_waiting()
    {
        await WriteSiteAsync(Store("file"));
        await using var lasting = await ServeAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var cookie = (await GetAsync(browser, lasting, "/lock/fill", null)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var (counted, unsure) = (0, 0);

        for (var round = 0; round < 4; round++)
        {
            var (answers, isBusy) = (0, new TaskCompletionSource());
            List<Task> counting;
            await using (var mortal = await ServeAsync())
            {
                counting = [.. Enumerable.Range(0, 4).Select(_ => CountAsync(mortal))];
                await Task.WhenAny(isBusy.Task, Task.WhenAll(counting));
            }
            await Task.WhenAll(counting);
            await AllAsync(i => GetAsync(browser, lasting, "/lock/count", cookie));
            counted += Clients;

            async Task CountAsync(ComposeProcess mortal)
            {
                try
                {
                    for (; ; Interlocked.Increment(ref counted))
                    {
                        using var response = await GetAsync(browser, mortal, "/lock/count", cookie);
                        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                        if (Interlocked.Increment(ref answers) == 20)
                        {
                            isBusy.SetResult();
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref unsure);
                }
            }
        }

        var answer = await (await GetAsync(browser, lasting, "/lock/", cookie)).Content.ReadAsStringAsync();
        Assert.InRange(int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture), counted, counted + unsure);
    }

    private Task<ComposeProcess> ServeAsync() => ComposeProcess.ServeAsync(_folder.Path, "--config", "site.ini", "serve", "-b", "127.0.0.1:0");

    private Task WriteSiteAsync(string store) =>
        File.WriteAllTextAsync(Path.Combine(_folder.Path, "site.ini"), $"""
            [composite:main]
            use = composer:urlmap
            /merge = merge
            /lock = lock
            [filter-app:merge]
            use = composer:session
            next = probe
            {store}
            [filter-app:lock]
            use = composer:session
            next = probe
            concurrency = lock
            lock_timeout = 60
            {store}
            [app:probe]
            use = assembly:{typeof(SessionProbe).Assembly.Location}#session-probe
            """);

    private string Store(string kind) => kind switch
    {
        "file" => "data_dir = sessions",
        "sqlite" => "type = sql\nurl = sqlite:///s.sqlite",
        "redis" => $"type = redis\nurl = {redis.Url}",
        "memcached" => $"type = ext:memcached\nurl = {memcached.Url}",
        _ => $"type = sql\nurl = {postgres.Url}",
    };

    private static Task AllAsync(Func<int, Task<HttpResponseMessage>> request) => Task.WhenAll(Enumerable.Range(0, Clients).Select(async i =>
    {
        using var response = await request(i);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }));

    private static Task<HttpResponseMessage> GetAsync(HttpClient browser, ComposeProcess site, string path, string? cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, path));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }
        return browser.SendAsync(request);
    }
}
