// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class CascadeTests
{
    [Theory]
    [InlineData("404 Not Found", "two", 3)]
    [InlineData("405 Method Not Allowed", "", 1)]
    [InlineData("500 Internal Server Error", "", 1)]
    public void An_app_that_does_not_find_it_leaves_the_request_to_the_next(string first, string expected, int called)
    {
        var result = Wsgi.Get("/", Of(Wsgi.App(first), Wsgi.App("404 Nope"), Wsgi.App("200 OK", "two")));

        Assert.Equal(expected, result.Text);
        Assert.Equal(called, result.Calls);
        Assert.Equal(called, result.Closes);
    }

    [Fact]
    public void The_last_answer_counts_whatever_it_is()
    {
        var result = Wsgi.Get("/", Of(Wsgi.App("404 Not Found"), Wsgi.App("404 Lost", "gone", ("X-By", "last"))));

        Assert.Equal("404 Lost", result.Status);
        Assert.Equal("last", result.Headers["X-By"]);
        Assert.Equal("gone", result.Text);
    }

    [Fact]
    public void Other_statuses_can_be_caught()
    {
        var cascade = Of(new CascadeOptions { Catch = [404, 405] }, Wsgi.App("405 Method Not Allowed"), Wsgi.App("200 OK", "two"));

        Assert.Equal("two", Wsgi.Get("/", cascade).Text);
    }

    [Fact]
    public void Apps_are_asked_in_the_natural_order_of_their_keys()
    {
        var cascade = new Cascade(
            new CascadeOptions { Apps = [new("app10", Wsgi.App("200 OK", "ten")), new("app2", Wsgi.App("200 OK", "two")), new("app1", Wsgi.App("404 Not Found"))] }, new RecordingLogger<Cascade>());

        Assert.Equal("two", Wsgi.Get("/", cascade).Text);
    }

    [Fact]
    public void Without_apps_nothing_is_found()
    {
        Assert.Equal("404 Not Found", Wsgi.Get("/", Of()).Status);
        Assert.Empty(Wsgi.Head("/", Of()).Body);
    }

    [Fact]
    public void A_stream_that_is_accepted_is_passed_on_block_by_block()
    {
        var result = Wsgi.Get("/", Of(Wsgi.Stream("404 Not Found", "a", "b"), Wsgi.Stream("200 OK", "c", "d")));

        Assert.Equal(2, result.Blocks.Count);
        Assert.Equal("cd", result.Text);
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(600_000, 400_000)]
    [InlineData(600_000, 600_000)]
    public void The_request_body_is_there_for_every_app(int length, int readByFirst)
    {
        var first = Wsgi.App(environ =>
        {
            environ.Input.ReadExactly(new byte[readByFirst]);
            return Wsgi.Answer("404 Not Found", Body.Empty);
        });
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));

        Assert.Equal(text, Wsgi.Post("/", Of(first, Reads("404 Not Found"), Reads("200 OK")), text).Text);
        Assert.Equal(text, Wsgi.Post("/", Of(first, Reads("200 OK"), Reads("404 Not Found")), text).Text);
    }

    [Fact]
    public void An_app_that_reads_more_than_is_kept_has_the_last_word()
    {
        var log = new RecordingLogger<Cascade>();
        var options = new CascadeOptions { MaxReplaySize = 4, Apps = [new("app1", Reads("404 Not Found")), new("app2", Reads("200 OK"))] };

        Assert.Equal(404, Wsgi.Post("/", new Cascade(options, log), "12345").StatusCode);
        Assert.Equal(200, Wsgi.Post("/", new Cascade(options, log), "1234").StatusCode);
        Assert.Contains("max_replay_size", Assert.Single(log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_rejected_app_wrote_into_the_environ_is_gone_and_the_accepted_ones_stays()
    {
        var first = Wsgi.App(environ =>
        {
            environ["shop.first"] = "1";
            environ.PathInfo = "/elsewhere";
            environ.Remove(EnvironKey.HttpHost);
            return Wsgi.Answer("404 Not Found", Body.Empty);
        });
        var second = Wsgi.App(environ =>
        {
            environ.RemoteUser = "alice";
            return Wsgi.Answer("200 OK", Body.From($"{environ["shop.first"]}|{environ.PathInfo}|{environ.GetText(EnvironKey.HttpHost)}"));
        });
        var environ = Wsgi.Environ("GET", "/x");

        Assert.Equal("|/x|localhost", (await Wsgi.RunAsync(environ, Of(first, second, Wsgi.App("200 OK")))).Text);
        Assert.Equal("alice", environ.RemoteUser);
    }

    [Theory]
    [InlineData(404, "next")]
    [InlineData(403, "403 raised")]
    public void An_exception_that_is_an_answer_counts_as_that_answer(int status, string expected)
    {
        var first = Wsgi.App((Func<Environ, Response>)(_ => throw new HttpError(status, "Nothing is here.")));
        var cascade = new Cascade(new CascadeOptions { Apps = [new("app1", first), new("app2", Wsgi.App("200 OK", "next"))] }, new RecordingLogger<Cascade>());

        Assert.Equal(expected, status == 404 ? Wsgi.Get("/", cascade).Text : $"{Assert.Throws<HttpError>(() => Wsgi.Get("/", cascade)).Status} raised");
    }

    [Fact]
    public void An_exception_is_not_a_miss() =>
        Assert.Throws<InvalidOperationException>(() => Wsgi.Get("/", Of(Wsgi.App("200 OK", () => throw new InvalidOperationException()), Wsgi.App("200 OK"))));

    [Fact]
    public void A_key_that_is_not_an_apps_is_refused()
    {
        var key = Assert.Throws<ArgumentException>(() => new Cascade(new CascadeOptions { Apps = [new("first", Wsgi.App("200 OK"))] }, new RecordingLogger<Cascade>()));

        Assert.Contains("write app1 = NAME", key.Message, StringComparison.Ordinal);
        Assert.Equal("first", key.ParamName);
    }

    private static IWsgiApp Reads(string status) => Wsgi.App(async environ =>
    {
        using var reader = new StreamReader(environ.Input);
        return Wsgi.Answer(status, Body.From(await reader.ReadToEndAsync()));
    });

    private static Cascade Of(params IWsgiApp[] apps) => Of(new CascadeOptions(), apps);

    private static Cascade Of(CascadeOptions options, params IWsgiApp[] apps) =>
        new(options with { Apps = [.. apps.Select((app, i) => KeyValuePair.Create($"app{i + 1}", app))] }, new RecordingLogger<Cascade>());
}
