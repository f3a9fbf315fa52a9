// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Benchmarks;

/// <summary>What a C# filter costs that does nothing: at most 0.3 µs each.</summary>
internal static class FilterBenchmark
{
    public static void Run()
    {
        var environ = Exchange.Environ("/");
        IWsgiApp app = new Exchange.Constant(new Response(200));
        var bare = Measure.Nanoseconds("app alone", () => Call(app, environ));
        var fivePassing = Wrap(app, next => new Passing(next));
        var passing = Measure.Nanoseconds("five filters that pass the task on", () => Call(fivePassing, environ));
        var fiveAwaiting = Wrap(app, next => new Awaiting(next));
        var awaiting = Measure.Nanoseconds("five filters that await", () => Call(fiveAwaiting, environ));
        Console.WriteLine($"  a filter: {(passing - bare) / 5:N1} ns passing on, {(awaiting - bare) / 5:N1} ns awaiting");
    }

    private static void Call(IWsgiApp app, Environ environ)
    {
        var answer = app.InvokeAsync(environ);
        if (!answer.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("the app was to answer at once");
        }
    }

    private static IWsgiApp Wrap(IWsgiApp app, Func<IWsgiApp, IWsgiApp> filter) => filter(filter(filter(filter(filter(app)))));

    private sealed class Passing(IWsgiApp next) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ) => next.InvokeAsync(environ);
    }

    private sealed class Awaiting(IWsgiApp next) : IWsgiApp
    {
        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            var response = await next.InvokeAsync(environ);
            return response;
        }
    }
}
