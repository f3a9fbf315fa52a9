// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class RateLimitRedisTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private readonly RecordingLogger<RateLimit> _log = new();

    [SkippableTheory]
    [InlineData(RateAlgorithm.TokenBucket)]
    [InlineData(RateAlgorithm.FixedWindow)]
    public async Task Processes_count_together(RateAlgorithm algorithm)
    {
        Skip.IfNot(RedisServer.IsInstalled, "Debian's redis-server is not installed");
        await using var first = Of(algorithm, redis.Url);
        await using var second = Of(algorithm, redis.Url);

        var told = await Wsgi.RequestAsync("GET", "/", first);
        Assert.Equal(200, (await Wsgi.RequestAsync("GET", "/", second)).StatusCode);
        var refused = await Wsgi.RequestAsync("GET", "/", first);

        Assert.Contains(";r=1;", told.Headers["RateLimit"], StringComparison.Ordinal);
        Assert.Equal(429, refused.StatusCode);
        Assert.True(int.Parse(refused.Headers["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture) > 1);
        Assert.Equal(200, (await Wsgi.RequestAsync("GET", "/", second, prepare: environ => environ[EnvironKey.RemoteAddr] = "10.0.0.1")).StatusCode);
        await first.CheckReadyAsync(default);
    }

    [Fact]
    public async Task While_Redis_is_away_everybody_passes_and_the_log_says_so_once()
    {
        await using var filter = Of(RateAlgorithm.TokenBucket, "redis://127.0.0.1:1/0");

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(200, (await Wsgi.RequestAsync("GET", "/", filter)).StatusCode);
        }

        Assert.Single(_log.Messages, message => message.Contains("Requests are not counted", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => filter.CheckReadyAsync(default));
    }

    [Fact]
    public void What_is_no_Redis_is_refused_without_showing_it()
    {
        var error = Assert.Throws<ArgumentException>(() => Of(RateAlgorithm.TokenBucket, "http://secret"));

        Assert.Equal("Url", error.ParamName);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private RateLimit Of(RateAlgorithm algorithm, string url) =>
        new(new() { Rate = "2/d", Algorithm = algorithm, Url = url }, Wsgi.App("200 OK"), new ComponentInfo($"limit-{algorithm}", "/"), TimeProvider.System, _log);
}
