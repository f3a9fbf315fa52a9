// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class ResponseTimeoutTests
{
    private readonly RecordingLogger<ResponseTimeout> _log = new();

    [Fact]
    public async Task An_app_that_does_not_begin_in_time_is_given_up_and_told_so()
    {
        var told = new TaskCompletionSource();
        var app = Wsgi.App(async environ =>
        {
            environ.Aborted.Register(told.SetResult);
            await Task.Delay(Timeout.Infinite, environ.Aborted);
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        var result = await Wsgi.RequestAsync("GET", "/slow", Of(app, TimeSpan.FromMilliseconds(1)));
        await told.Task;

        Assert.Equal(503, result.StatusCode);
        Assert.Contains("GET /slow was not answered in 0.001 s: given up", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_too_late_is_closed_and_cannot_read_the_request_any_more()
    {
        var (go, closed) = (new TaskCompletionSource(), new TaskCompletionSource());
        var app = Wsgi.App(async environ =>
        {
            await go.Task;
            await Assert.ThrowsAsync<IOException>(async () => await environ.Input.ReadExactlyAsync(new byte[1]));
            environ.RemoteUser = "late";
            return Wsgi.Answer("200 OK", new EndingBody(closed.SetResult));
        });
        var environ = Wsgi.Environ("POST", "/", "text");

        var result = await Wsgi.RunAsync(environ, Of(app, TimeSpan.FromMilliseconds(1)));
        go.SetResult();
        await closed.Task;

        Assert.Equal(503, result.StatusCode);
        Assert.Null(environ.RemoteUser);
    }

    [Fact]
    public async Task An_app_that_fails_just_when_it_is_given_up_is_given_up()
    {
        for (var i = 0; i < 300; i++)
        {
            var clock = new ManualClock();
            var late = new TaskCompletionSource<Response>();
            var request = Wsgi.RequestAsync("GET", "/", new ResponseTimeout(new() { After = TimeSpan.FromSeconds(1) }, Wsgi.App(_ => new ValueTask<Response>(late.Task)), clock, _log));

            clock.Advance(TimeSpan.FromSeconds(1));
            late.SetException(new TimeoutException());

            Assert.Equal(503, (await request).StatusCode);
        }
    }

    [Fact]
    public async Task An_app_in_time_is_passed_on_with_what_it_wrote_into_the_environ()
    {
        var app = Wsgi.App(async environ =>
        {
            using var reader = new StreamReader(environ.Input, Encoding.UTF8, leaveOpen: true);
            environ.RemoteUser = "alice";
            environ.Remove(EnvironKey.HttpHost);
            return Wsgi.Answer("200 OK", new BlocksBody(await reader.ReadToEndAsync(), "more"));
        });
        var environ = Wsgi.Environ("POST", "/", "text");
        var input = environ.Input;

        var result = await Wsgi.RunAsync(environ, Of(app, TimeSpan.FromHours(1)));

        Assert.Equal("textmore", result.Text);
        Assert.Equal(("alice", null), (environ.RemoteUser, environ[EnvironKey.HttpHost]));
        Assert.Same(input, environ.Input);
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public async Task An_exception_in_time_goes_on() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Wsgi.RequestAsync("GET", "/", Of(Wsgi.App("200 OK", () => throw new InvalidOperationException()), TimeSpan.FromHours(1))));

    private ResponseTimeout Of(IWsgiApp app, TimeSpan after) => new(new() { After = after }, app, TimeProvider.System, _log);

    private sealed class EndingBody(Action ended) : Body
    {
        public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default) => default;

        public override ValueTask DisposeAsync()
        {
            ended();
            return base.DisposeAsync();
        }
    }
}
