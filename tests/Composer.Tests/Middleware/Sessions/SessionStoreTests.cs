// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>What every store does, on the real thing: files, SQLite, and a Redis, a memcached and a PostgreSQL that the tests start.</summary>
public sealed class SessionStoreTests(RedisServer redis, MemcachedServer memcached, PostgresServer postgres)
    : IClassFixture<RedisServer>, IClassFixture<MemcachedServer>, IClassFixture<PostgresServer>, IAsyncLifetime
{
    private static readonly byte[] One = "{\"n\":1}"u8.ToArray();
    private static readonly byte[] Two = "{\"n\":2}"u8.ToArray();
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly List<IAsyncDisposable> _opened = [];

    public static TheoryData<string> All => ["memory", "file", "sqlite", "redis", "memcached", "postgresql"];

    public static TheoryData<string> Shared => ["file", "sqlite", "redis", "memcached", "postgresql"];

    public static TheoryData<string> Swept => ["memory", "file", "sqlite", "postgresql"];

    public static TheoryData<string, SessionConcurrency> SharedTwice
    {
        get
        {
            var rows = new TheoryData<string, SessionConcurrency>();
            foreach (var row in Shared)
            {
                rows.Add(row, SessionConcurrency.Merge);
                rows.Add(row, SessionConcurrency.Lock);
            }
            return rows;
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync();
        }
        _folder.Dispose();
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public async Task A_record_replaces_only_the_one_that_it_was_made_from(string kind)
    {
        var (store, id) = (await OpenAsync(kind), SessionId.New());

        Assert.Null(await store.LoadAsync(id, default));
        Assert.False(await store.ReplaceAsync(id, One, Two, Hour, default));
        Assert.True(await store.ReplaceAsync(id, null, One, Hour, default));
        Assert.False(await store.ReplaceAsync(id, null, Two, Hour, default));
        Assert.False(await store.ReplaceAsync(id, Two, Two, Hour, default));
        Assert.Equal(One, (await store.LoadAsync(id, default))!.Value.ToArray());
        Assert.True(await store.ReplaceAsync(id, One, Two, null, default));
        Assert.Equal(Two, (await store.LoadAsync(id, default))!.Value.ToArray());
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public async Task A_deleted_record_is_gone_and_cannot_be_replaced(string kind)
    {
        var (store, id) = (await OpenAsync(kind), SessionId.New());
        await store.ReplaceAsync(id, null, One, Hour, default);

        await store.DeleteAsync(id, default);
        await store.DeleteAsync(id, default);

        Assert.Null(await store.LoadAsync(id, default));
        Assert.False(await store.ReplaceAsync(id, One, Two, Hour, default));
    }

    [SkippableTheory]
    [MemberData(nameof(Swept))]
    public async Task A_record_whose_time_is_over_is_not_found_and_swept(string kind)
    {
        var (store, id) = (await OpenAsync(kind), SessionId.New());
        await store.ReplaceAsync(id, null, One, TimeSpan.FromMinutes(1), default);
        await store.ReplaceAsync(id + "x", null, One, null, default);

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(await store.LoadAsync(id, default));
        Assert.False(await store.ReplaceAsync(id, One, Two, Hour, default));
        await store.SweepAsync(default);
        Assert.Equal(0, await store.SweepAsync(default));
        Assert.NotNull(await store.LoadAsync(id + "x", default));
    }

    [SkippableFact]
    public async Task Redis_forgets_a_record_by_itself()
    {
        var (store, id) = (await OpenAsync("redis"), SessionId.New());
        await store.ReplaceAsync(id, null, One, Hour, default);
        await store.ReplaceAsync(id, One, Two, 2 * Hour, default);

        await using var client = new RedisClient(RedisAddress.Parse(redis.Url)!, Hour);
        var left = await client.AskAsync("PTTL", $"beaker_cache:{id}:session");

        Assert.InRange(TimeSpan.FromMilliseconds((long)left!), Hour, 2 * Hour);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public async Task A_lock_keeps_others_out_until_it_is_released(string kind)
    {
        var (store, id) = (await OpenAsync(kind), SessionId.New());
        await using (await store.LockAsync(id, Hour, default))
        {
            Assert.Null(await store.LockAsync(id, Moment, default));
            await using var other = await store.LockAsync(id + "x", Hour, default);
            Assert.NotNull(other);
        }

        await using var again = await store.LockAsync(id, Hour, default);
        Assert.NotNull(again);
    }

    [SkippableTheory]
    [MemberData(nameof(Shared))]
    public async Task What_one_opened_store_writes_another_one_reads(string kind)
    {
        var (first, second, id) = (await OpenAsync(kind), await OpenAsync(kind), SessionId.New());

        await first.ReplaceAsync(id, null, One, Hour, default);

        Assert.Equal(One, (await second.LoadAsync(id, default))!.Value.ToArray());
        await using (await first.LockAsync(id, Hour, default))
        {
            Assert.Null(await second.LockAsync(id, Moment, default));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(SharedTwice))]
    public async Task Sixty_four_clients_of_one_session_at_two_sites_lose_no_update(string kind, SessionConcurrency concurrency)
    {
        var options = Options(kind) with { Concurrency = concurrency, LockTimeout = TimeSpan.FromMinutes(1) };
        await using var first = await SessionSite.StartAsync(options, clock: TimeProvider.System);
        await using var second = await SessionSite.StartAsync(options, clock: TimeProvider.System);

        await Clients.ChangeAsync([first, second], concurrency);
    }

    [SkippableTheory]
    [InlineData("redis")]
    [InlineData("memcached")]
    [InlineData("postgresql")]
    public async Task A_server_that_goes_and_comes_back_needs_no_restart_of_the_site(string kind)
    {
        await using var site = await SessionSite.StartAsync(Options(kind), clock: TimeProvider.System);
        await site.DoAsync(session => session["n"] = 1);
        var id = site.Cookie!; // it was set just now
        await StopAsync(kind);

        Assert.Equal(503, (await Assert.ThrowsAsync<HttpError>(() => site.GetAsync("n"))).Status);

        await StartAsync(kind);
        await BackAsync(site);
        await site.DoAsync(session => session["n"] = 2);
        Assert.Equal(2L, await site.GetAsync("n"));
        Assert.Contains(site.Log.Messages, message => message.Contains("can be had again", StringComparison.Ordinal));
        Assert.DoesNotContain(site.Log.Messages, message => message.Contains(id, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("redis")]
    [InlineData("memcached")]
    [InlineData("postgresql")]
    public async Task A_site_starts_before_its_server_does_and_the_log_says_so(string kind)
    {
        var options = Options(kind);
        await StopAsync(kind);
        await using var site = await SessionSite.StartAsync(options, clock: TimeProvider.System);

        Assert.Contains(site.Log.Messages, message => message.StartsWith($"Sessions in {(kind == "postgresql" ? "PostgreSQL" : kind)} at 127.0.0.1:", StringComparison.Ordinal));

        await StartAsync(kind);
        await BackAsync(site);
        await site.DoAsync(session => session["n"] = 1);
        Assert.Equal(1L, await site.GetAsync("n"));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task A_folder_that_cannot_be_written_is_an_error_at_the_start(string kind)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "sessions"), "a file where the folder should be");
        var options = kind == "file" ? new SessionOptions { Type = "file", DataDir = "sessions" } : new() { Type = "sql", Url = "sqlite:///sessions/a.sqlite" };

        await Assert.ThrowsAnyAsync<IOException>(() => SessionSite.StartAsync(options, _folder.Path));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_503()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var site = await SessionSite.StartAsync(new() { Type = "memcached", Url = silent.LocalEndpoint.ToString() });
        site.Cookie = SessionId.New();

        Assert.Equal(503, (await Assert.ThrowsAsync<HttpError>(() => site.GetAsync("n"))).Status);
        Assert.Contains(site.Log.Messages, message => message.Contains("memcached does not answer for 3 s", StringComparison.Ordinal));
    }

    [Fact]
    public void While_a_store_does_not_answer_one_request_a_second_waits_for_it()
    {
        var health = new StoreHealth("test", _clock, new RecordingLogger());
        health.CheckAnswers();
        health.Failed(new TimeoutException());

        for (var second = 0; second < 3; second++)
        {
            health.CheckAnswers();
            Assert.Throws<TimeoutException>(health.CheckAnswers);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        health.Worked();
        health.CheckAnswers();
        health.CheckAnswers();
    }

    [Fact]
    public async Task File_names_say_nothing_of_ids_and_only_the_owner_reads_them()
    {
        var (store, id) = (await OpenAsync("file"), SessionId.New());
        await store.ReplaceAsync(id, null, One, Hour, default);

        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.session", SearchOption.AllDirectories));
        Assert.DoesNotContain(id, file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Fact]
    public async Task A_database_needs_no_folder_that_is_there_and_only_the_owner_reads_it()
    {
        var path = Path.Combine(_folder.Path, "not", "there", "s.sqlite");
        await using var site = await SessionSite.StartAsync(new() { Type = "sql", Url = $"sqlite:///{path}" });

        await site.DoAsync(session => session["n"] = 1);

        Assert.Equal(1L, await site.GetAsync("n"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_damaged_file_is_a_new_session()
    {
        await using var site = await SessionSite.StartAsync(new() { Type = "file", DataDir = _folder.Path });
        await site.DoAsync(session => session["n"] = 1);
        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.session", SearchOption.AllDirectories));

        foreach (var damage in (string[])["", "0", "0\n", "0 0 0\n", "0 1 2\n{", "9 9", "0 99999 1\n{}", "1 -1 0\n", "0\ncposix\nsystem\n(S'touch owned'\ntR.", "\0\0\0"])
        {
            File.WriteAllText(file, damage);
            Assert.Null(await site.GetAsync("n"));
        }
    }

    [Fact]
    public async Task A_damaged_file_is_an_error_where_that_is_wanted()
    {
        await using var site = await SessionSite.StartAsync(new() { Type = "file", DataDir = _folder.Path, InvalidateCorrupt = false });
        await site.DoAsync(session => session["n"] = 1);

        File.WriteAllText(Assert.Single(Directory.GetFiles(_folder.Path, "*.session", SearchOption.AllDirectories)), "damaged");

        await Assert.ThrowsAsync<InvalidDataException>(() => site.GetAsync("n"));
    }

    [Fact]
    public async Task The_memory_store_forgets_the_session_that_was_not_used_for_the_longest_time()
    {
        var store = new MemoryStore(2, _clock);
        await store.ReplaceAsync("a", null, One, null, default);
        await store.ReplaceAsync("b", null, One, null, default);
        await store.LoadAsync("a", default);

        await store.ReplaceAsync("c", null, One, null, default);

        Assert.NotNull(await store.LoadAsync("a", default));
        Assert.Null(await store.LoadAsync("b", default));
    }

    [Fact]
    public async Task With_an_encrypt_key_what_is_stored_cannot_be_read()
    {
        await using var site = await SessionSite.StartAsync(new() { Type = "file", DataDir = _folder.Path, EncryptKey = ["a key of more than enough characters"] });
        await site.DoAsync(session => session["user"] = "alice");

        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.session", SearchOption.AllDirectories));
        Assert.DoesNotContain("alice", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
        Assert.Equal("alice", await site.GetAsync("user"));
    }

    [Theory]
    [InlineData("redis://:p%40ss@cache:7000/3", "cache:7000/3", null, "p@ss")]
    [InlineData("rediss://cache", "cache:6379/0", null, null)]
    [InlineData("cache:7000", "cache:7000/0", null, null)]
    [InlineData("redis://joe:pw@cache/1", "cache:6379/1", "joe", "pw")]
    [InlineData("redis://[::1]:7000", "[::1]:7000/0", null, null)]
    public void A_redis_url_is_read(string url, string name, string? user, string? password)
    {
        var address = RedisAddress.Parse(url)!;

        Assert.Equal((name, user, password, url.StartsWith("rediss", StringComparison.Ordinal)), (address.Name, address.User, address.Password, address.IsEncrypted));
    }

    [Theory]
    [InlineData("http://cache")]
    [InlineData("redis://cache/many")]
    public void What_is_no_redis_url_is_none(string url) => Assert.Null(RedisAddress.Parse(url));

    [Theory]
    [InlineData("cache", "cache:11211")]
    [InlineData("cache:7000", "cache:7000")]
    [InlineData("memcached://[::1]:7000/", "[::1]:7000")]
    [InlineData("unix:/run/memcached.sock", "unix:/run/memcached.sock")]
    [InlineData("one:11211;two:11211", null)]
    [InlineData("", null)]
    public void A_memcached_url_is_read(string url, string? name) => Assert.Equal(name, MemcachedAddress.Parse(url)?.Name);

    [SkippableFact]
    public async Task Memcached_forgets_a_record_by_itself_and_takes_times_beyond_its_thirty_days()
    {
        var store = SessionStoreChoice.Of(Options("memcached"), new ComponentInfo("session", "/"), TimeProvider.System, new RecordingLogger()).Store!; // it is no cookie
        await store.ReplaceAsync("a", null, One, TimeSpan.FromSeconds(1), default);
        await store.ReplaceAsync("b", null, One, TimeSpan.FromDays(90), default);

        while (await store.LoadAsync("a", default) is not null)
        {
            await Task.Delay(50);
        }

        Assert.NotNull(await store.LoadAsync("b", default));
    }

    [Theory]
    [InlineData("postgresql://joe:p%40ss@db:7000/shop?sslmode=Require", "PostgreSQL at db:7000/shop")]
    [InlineData("postgres://db/shop", "PostgreSQL at db:5432/shop")]
    [InlineData("postgresql+psycopg2://db/shop", "PostgreSQL at db:5432/shop")]
    [InlineData("sqlite:///data/s.db", "SQLite in /etc/site/data/s.db")]
    [InlineData("sqlite:////var/s.db", "SQLite in /var/s.db")]
    public void A_database_url_is_read(string url, string name) =>
        Assert.Equal(name, SqlAddress.Parse(url, new ComponentInfo("session", "/etc/site"))?.Name);

    private SessionOptions Options(string kind)
    {
        Skip.If(kind == "redis" && !RedisServer.IsInstalled, "Debian's redis-server is not installed");
        Skip.If(kind == "memcached" && !MemcachedServer.IsInstalled, "Debian's memcached is not installed");
        Skip.If(kind == "postgresql" && !PostgresServer.IsInstalled, "Debian's postgresql is not installed");
        return kind switch
        {
            "file" => new() { Type = "file", DataDir = _folder.Path },
            "sqlite" => new() { Type = "sql", Url = "sqlite:///" + Path.Combine(_folder.Path, "s.sqlite") },
            "redis" => new() { Type = "redis", Url = redis.Url },
            "memcached" => new() { Type = "memcached", Url = memcached.Url },
            "postgresql" => new() { Type = "sql", Url = postgres.Url },
            _ => new() { Type = kind },
        };
    }

    private async Task<ISessionStore> OpenAsync(string kind)
    {
        var store = SessionStoreChoice.Of(Options(kind), new ComponentInfo("session", "/"), _clock, new RecordingLogger()).Store!; // none of these is a cookie
        if (store is IStartable startable)
        {
            await startable.StartAsync(default);
        }
        if (store is IAsyncDisposable disposable)
        {
            _opened.Add(disposable);
        }
        return store;
    }

    private Task StopAsync(string kind) => kind switch { "redis" => redis.StopAsync(), "memcached" => memcached.StopAsync(), _ => postgres.StopAsync() };

    private Task StartAsync(string kind) => kind switch { "redis" => redis.StartAsync(), "memcached" => memcached.StartAsync(), _ => postgres.StartAsync() };

    // Clients notice in their own time that the server is back.
    private static async Task BackAsync(SessionSite site)
    {
        site.Cookie ??= SessionId.New();
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                await site.GetAsync("n");
                return;
            }
            catch (HttpError) when (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(50);
            }
        }
    }
}
