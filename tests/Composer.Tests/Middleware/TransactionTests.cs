// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>The filter as it stands in a pipeline; its part in Python has tests of its own, beside repoze.tm2.</summary>
[Collection("Python")]
public sealed class TransactionTests
{
    [Theory]
    [InlineData("200 OK", "begin:yes commit:yes")]
    [InlineData("303 See Other", "begin:yes commit:yes")]
    [InlineData("404 Not Found", "begin:yes rollback:yes")]
    [InlineData("500 Internal Server Error", "begin:yes rollback:yes")]
    public void The_status_decides(string status, string steps)
    {
        var result = Wsgi.Get("/", Filter(Wsgi.App(status, "x")), ("X-Log", "yes"));

        Assert.Equal(status, result.Status);
        Assert.Equal(steps, Steps());
    }

    [Fact]
    public void A_function_may_decide()
    {
        Wsgi.Get("/", Filter(Wsgi.App("200 OK", "x", ("X-Veto", "1")), veto: true), ("X-Log", "a"));
        Wsgi.Get("/", Filter(Wsgi.App("500 Oops", "x"), veto: true), ("X-Log", "b"));

        Assert.Equal("begin:a rollback:a begin:b commit:b", Steps());
    }

    [Fact]
    public void An_exception_of_a_component_rolls_back_and_goes_on_as_it_is()
    {
        var app = Filter(Wsgi.App(new Func<Environ, Response>(_ => throw new HttpError(418, "tea"))));

        var error = Assert.ThrowsAny<Exception>(() => Wsgi.Get("/", app, ("X-Log", "x")));

        Assert.Equal(418, Assert.IsType<HttpError>(error).Status);
        Assert.Equal("begin:x rollback:x", Steps());
    }

    [Fact]
    public void A_streamed_answer_is_committed_behind_its_last_block()
    {
        Wsgi.Get("/", Filter(Embedded.Waiting(Wsgi.Stream("200 OK", "a", "b"))), ("X-Log", "whole"));
        var large = new string('x', 100_000); // more than a producer runs ahead
        Wsgi.Request("GET", "/", Filter(Wsgi.Stream("200 OK", large, large, large)), blocks: 1, headers: ("X-Log", "part"));

        Assert.Equal("begin:whole commit:whole begin:part rollback:part", Steps());
    }

    [Fact]
    public void The_functions_belong_together()
    {
        var options = new TransactionOptions { Begin = PythonParts.Function("begin") };

        var error = Assert.Throws<ArgumentException>(() => new Transaction(options, Wsgi.App("200 OK"), new PythonParts()));

        Assert.Contains("begin, commit and rollback belong together", error.Message, StringComparison.Ordinal);
    }

    // Also forgets them.
    private static string Steps() => Wsgi.Get("/", PythonParts.App("steps")).Text;

    private static Transaction Filter(IWsgiApp next, bool veto = false) => new(
        new TransactionOptions
        {
            Begin = PythonParts.Function("begin"),
            Commit = PythonParts.Function("commit"),
            Rollback = PythonParts.Function("rollback"),
            CommitVeto = veto ? PythonParts.Function("veto") : null,
        },
        next,
        new PythonParts());
}
