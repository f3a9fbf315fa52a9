// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Tells the browser how long each filter and app took, in a <c>Server-Timing</c> header and in <c>X-Runtime</c>.</summary>
/// <remarks>Measured until the headers are complete: what a body takes afterwards is not in it. Everybody who asks can read it: for development, or behind <c>ip_filter</c>.</remarks>
[WrapsInner(typeof(TimedApp))]
[OutsideOf("cache", Otherwise = "the cache repeats the times of an earlier request")]
[Filter("runtime")]
public sealed class Runtime(RuntimeOptions options, IWsgiApp next, TimeProvider clock) : IWsgiApp
{
    private readonly string _header = string.IsNullOrEmpty(options.Name) ? "X-Runtime" : "X-Runtime-" + (HeaderList.Problem(options.Name, "") is null
        ? options.Name
        : throw BadSetting.Of(nameof(RuntimeOptions.Name), "the name becomes a part of a header's name: letters, digits and dashes"));

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var timings = new Timings(clock);
        var outer = environ[Timings.Key];
        environ[Timings.Key] = timings;
        try
        {
            var response = await next.InvokeAsync(environ);
            Write(response.Headers, timings);
            return response;
        }
        finally
        {
            environ[Timings.Key] = outer;
        }
    }

    private void Write(HeaderList headers, Timings timings)
    {
        var total = timings.Elapsed;
        if (options.ServerTiming)
        {
            headers.Add("Server-Timing", string.Join(", ", timings.Parts.Append(("total", total)).Select(Timings.Entry)));
        }
        if (options.XRuntime)
        {
            headers.TryAdd(_header, total.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>Settings of the <c>runtime</c> filter.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Whether <c>Server-Timing</c> is sent, which browsers show beside each request: the milliseconds of every filter and app inside, without what is inside of it, and the total.</summary>
    public bool ServerTiming { get; init; } = true;

    /// <summary>Whether <c>X-Runtime</c> is sent: the seconds that everything inside took. A header of that name which is there already stays.</summary>
    public bool XRuntime { get; init; } = true;

    /// <summary>What is added to the name <c>X-Runtime</c>, where several of these filters stand in one pipeline.</summary>
    /// <example>App</example>
    public string Name { get; init; } = "";
}
