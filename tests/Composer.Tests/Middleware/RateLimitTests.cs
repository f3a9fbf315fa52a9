// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class RateLimitTests
{
    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<RateLimit> _log = new();

    [Fact]
    public void Who_asks_too_often_is_told_when_to_come_back()
    {
        var filter = Of(new() { Rate = "2/60s" });

        Assert.Equal("\"limit\";r=1;t=30", Ask(filter).Headers["RateLimit"]);
        Assert.Equal(200, Ask(filter).StatusCode);
        var refused = Ask(filter);

        Assert.Equal(429, refused.StatusCode);
        Assert.Equal(0, refused.Calls);
        Assert.Equal("30", refused.Headers["Retry-After"]);
        Assert.Equal("\"limit\";q=2;w=60", refused.Headers["RateLimit-Policy"]);
        Assert.Equal("\"limit\";r=0;t=60", refused.Headers["RateLimit"]);
    }

    [Fact]
    public void A_bucket_fills_evenly()
    {
        var filter = Of(new() { Rate = "60/m", Burst = 2 });

        Assert.Equal([200, 200, 429], Statuses(filter, 3));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([200, 429], Statuses(filter, 2));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([200, 200, 429], Statuses(filter, 3));
    }

    [Fact]
    public void A_window_begins_anew_for_everybody()
    {
        var filter = Of(new() { Rate = "2/m", Algorithm = RateAlgorithm.FixedWindow });

        Assert.Equal([200, 200, 429, 429], Statuses(filter, 4));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("1", Ask(filter).Headers["Retry-After"]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([200, 200, 429], Statuses(filter, 3));
    }

    [Theory]
    [InlineData("ip", "10.0.0.1", "10.0.0.2", false)]
    [InlineData("ip", "2001:db8::1", "2001:db8::2", true)]
    [InlineData("ip", "2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("path", "10.0.0.1", "10.0.0.2", true)]
    [InlineData("header:X-Api-Key", "10.0.0.1", "10.0.0.2", true)]
    [InlineData("user", "10.0.0.1", "10.0.0.2", false)]
    public void Requests_are_counted_together_by_their_key(string key, string first, string second, bool together)
    {
        var filter = Of(new() { Rate = "1/h", Key = [key] });

        Assert.Equal(200, Ask(filter, environ => environ[EnvironKey.RemoteAddr] = first).StatusCode);
        Assert.Equal(together ? 429 : 200, Ask(filter, environ => environ[EnvironKey.RemoteAddr] = second).StatusCode);
    }

    [Fact]
    public void A_user_is_one_wherever_he_comes_from()
    {
        var filter = Of(new() { Rate = "1/h", Key = ["user", "path"] });

        Assert.Equal(200, Ask(filter, environ => environ.RemoteUser = "alice").StatusCode);
        Assert.Equal(200, Ask(filter, environ => environ.RemoteUser = "bob").StatusCode);
        Assert.Equal(429, Ask(filter, environ => (environ.RemoteUser, environ[EnvironKey.RemoteAddr]) = ("alice", "10.9.9.9")).StatusCode);
    }

    [Fact]
    public void Rotating_a_header_helps_nobody()
    {
        var filter = Of(new() { Rate = "1/60s", Key = ["REMOTE_ADDR"] });

        Assert.Equal(200, Wsgi.Get("/", filter, ("X-Forwarded-For", "1.1.1.1")).StatusCode);
        Assert.Equal(429, Wsgi.Get("/", filter, ("X-Forwarded-For", "2.2.2.2")).StatusCode);
    }

    [Fact]
    public void Some_addresses_are_not_counted()
    {
        var filter = Of(new() { Rate = "1/h", Except = ["loopback"] });

        Assert.Equal([200, 200], Statuses(filter, 2));
    }

    [Fact]
    public void Keys_beyond_the_limit_are_forgotten_oldest_first()
    {
        var filter = Of(new() { Rate = "1/h", MaxKeys = 4 });

        foreach (var address in (string[])["10.0.0.1", "10.0.0.2", "10.0.0.3"])
        {
            Ask(filter, environ => environ[EnvironKey.RemoteAddr] = address);
        }
        Assert.Equal(429, Ask(filter, environ => environ[EnvironKey.RemoteAddr] = "10.0.0.3").StatusCode);
        foreach (var i in Enumerable.Range(10, 5))
        {
            Ask(filter, environ => environ[EnvironKey.RemoteAddr] = $"10.0.0.{i}");
        }
        Assert.Equal(200, Ask(filter, environ => environ[EnvironKey.RemoteAddr] = "10.0.0.1").StatusCode);
    }

    [Fact]
    public void A_burst_that_takes_longer_than_time_lasts_is_refused() =>
        Assert.Equal("Burst", Assert.Throws<ArgumentException>(() => Of(new() { Rate = "1/99999d", Burst = 1_000_000 })).ParamName);

    // They are kept by a hash: clients choose how long a path or a header is.
    [Fact]
    public void Long_keys_are_told_apart()
    {
        var filter = Of(new() { Rate = "1/m", Key = ["header:X-Api-Key"] });
        var start = new string('k', 10_000);

        Assert.Equal([200, 200, 429], Array.ConvertAll(["1", "2", "1"], end => Ask(filter, environ => environ["HTTP_X_API_KEY"] = start + end).StatusCode));
    }

    [Fact]
    public void The_headers_can_be_left_out() => Assert.Null(Ask(Of(new() { Rate = "1/s", Headers = false })).Headers["RateLimit"]);

    [Theory]
    [InlineData("ten", "ip", "Rate")]
    [InlineData("0/s", "ip", "Rate")]
    [InlineData("5/0s", "ip", "Rate")]
    [InlineData("30000000/s", "ip", "Rate")]
    [InlineData("5/s", "cookie", "Key")]
    public void What_is_no_rate_or_key_is_refused(string rate, string key, string setting) =>
        Assert.Equal(setting, Assert.Throws<ArgumentException>(() => Of(new() { Rate = rate, Key = [key] })).ParamName);

    private static int[] Statuses(RateLimit filter, int count) => [.. Enumerable.Range(0, count).Select(_ => Ask(filter).StatusCode)];

    private static Result Ask(RateLimit filter, Action<Environ>? prepare = null) => Wsgi.Request("GET", "/", filter, prepare: prepare);

    private RateLimit Of(RateLimitOptions options) => new(options, Wsgi.App("200 OK"), new ComponentInfo("limit", "/"), _clock, _log);
}
