// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class HealthTests
{
    private readonly RecordingLogger<Health> _log = new();

    [Fact]
    public void A_live_process_answers_without_asking_anybody()
    {
        var result = Wsgi.Get("/-/health", Of(Wsgi.App("401 Unauthorized"), new() { Path = "/-/health" }));

        Assert.Equal("alive\n", result.Text);
        Assert.Equal(0, result.Calls);
        Assert.Equal("no-store", result.Headers["Cache-Control"]);
        Assert.Empty(Wsgi.Head("/-/health", Of(Wsgi.App("200 OK"), new())).Body);
        Assert.Equal(405, Wsgi.Post("/-/health", Of(Wsgi.App("200 OK"), new()), "").StatusCode);
    }

    [Fact]
    public void Other_paths_are_the_apps() => Assert.Equal("page", Wsgi.Get("/-/healthy", Of(Wsgi.App("200 OK", "page"), new())).Text);

    [Fact]
    public void A_site_is_ready_when_its_stores_and_pages_are()
    {
        var result = Wsgi.Post("/-/ready", Of(Wsgi.App("200 OK"), new()), "");
        Assert.Equal(405, result.StatusCode);

        Assert.Equal(200, Wsgi.Get("/-/ready", Of(Wsgi.App("200 OK"), new() { Check = ["/"] }, new Store(null))).StatusCode);
    }

    [Fact]
    public void A_store_out_of_reach_is_logged_and_not_shown()
    {
        var result = Wsgi.Get("/-/ready", Of(Wsgi.App("200 OK"), new(), new Store(null), new Store(new IOException("no route to redis:6379"))));

        Assert.Equal(503, result.StatusCode);
        Assert.Equal("not ready\n", result.Text);
        Assert.Equal("Not ready: no route to redis:6379", Assert.Single(_log.Messages));
    }

    [Fact]
    public void So_is_a_page_that_fails()
    {
        var result = Wsgi.Get("/-/ready", Of(Wsgi.App("500 Internal Server Error"), new() { Check = ["/login"] }));

        Assert.Equal(503, result.StatusCode);
        Assert.Equal(1, result.Closes);
        Assert.Equal("Not ready: /login answered 500 Internal Server Error", Assert.Single(_log.Messages));
    }

    [Fact]
    public async Task So_is_a_page_that_does_not_come()
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource();
        var app = Wsgi.App(async environ =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, environ.Aborted);
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        var answer = new Health(new() { Check = ["/slow"] }, app, [], clock, _log).InvokeAsync(Wsgi.Environ("GET", "/-/ready")).AsTask();
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(503, (await answer).StatusCode);
        Assert.Equal("Not ready: /slow answered 503 Service Unavailable", Assert.Single(_log.Messages));
    }

    [Fact]
    public void A_path_without_a_slash_is_refused() => Assert.Equal("ReadyPath", Assert.Throws<ArgumentException>(() => Of(Wsgi.App("200 OK"), new() { ReadyPath = "ready" })).ParamName);

    private Health Of(IWsgiApp app, HealthOptions options, params IReadiness[] components) => new(options, app, components, TimeProvider.System, _log);

    private sealed class Store(Exception? problem) : IReadiness
    {
        public Task CheckReadyAsync(CancellationToken cancel) => problem is null ? Task.CompletedTask : Task.FromException(problem);
    }
}
