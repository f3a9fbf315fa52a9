// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Shows below every HTML page where the time went: each filter and app, and the functions of Python with their calls (<c>cProfile</c>).</summary>
/// <remarks>For development: Python runs one request at a time meanwhile, several times slower, and answers are read whole before they are sent.</remarks>
[WrapsInner(typeof(TimedApp))]
[InsideOf("compress", Otherwise = "the page is compressed already, and nothing can be shown in it")]
[Filter("profile", Replaces = ["Paste#profile"])]
public sealed class Profile(ProfileOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, IPythonCode python) : IWsgiApp, IStartable
{
    private const string Function = "wsgi_composer.shim.profile:run";

    // What pstats sorts by; the beginning of a word is enough for it.
    private static readonly string[] SortKeys =
        ["calls", "cumtime", "cumulative", "file", "filename", "line", "module", "name", "ncalls", "nfl", "pcalls", "stdname", "time", "tottime"];

    private readonly string _sort = CheckedSort(options.Sort);
    private readonly string? _file = string.IsNullOrWhiteSpace(options.LogFilename) ? null : info.Resolve(options.LogFilename);
    private IPythonCallable? _run;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _run = python.IsRunning ? python.Function(Function) : null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var outer = environ[Timings.Key];
        var timings = new Timings(clock);
        environ[Timings.Key] = timings;
        try
        {
            var (response, functions) = _run is null ? (await next.InvokeAsync(environ), "") : await InPythonAsync(_run, environ);
            return HtmlPage.IsWhole(response) && HtmlPage.IsHtml(response)
                ? await HtmlPage.ChangeAsync(response, page => [.. page, .. Report(timings, functions)])
                : response;
        }
        finally
        {
            environ[Timings.Key] = outer;
        }
    }

    private async ValueTask<(Response Response, string Functions)> InPythonAsync(IPythonCallable run, Environ environ)
    {
        (Response, string)? told = null;
        PythonFunction done = (positional, _) =>
        {
            told = (AsResponse((string)positional[0]!, (string)positional[1]!, (byte[])positional[2]!), (string)positional[3]!); // as profile.py calls it
            return default;
        };
        var watched = new Watched(next);
        try
        {
            await run.CallAsync(environ, watched, _sort, options.Limit, _file, done);
        }
        catch (Exception) when (watched.Failure is not null)
        {
            watched.Failure.Throw(); // as it was before it went through Python
        }
        return told ?? throw new InvalidOperationException($"{Function} ended without an answer");
    }

    private static Response AsResponse(string status, string headers, byte[] body)
    {
        var response = new Response(status, Body.From(body));
        foreach (var line in headers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            response.Headers.Add(line[..colon], line[(colon + 1)..]);
        }
        return response;
    }

    private static byte[] Report(Timings timings, string functions) =>
        Encoding.ASCII.GetBytes(Box(timings) + (functions.Length == 0 ? "" : Box(functions)));

    private static string Box(Timings timings)
    {
        var text = new StringBuilder("    ms\n");
        foreach (var (name, time) in timings.Parts.Append(("total", timings.Elapsed)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds,10:F3}  {name}\n");
        }
        return Box(text.ToString());
    }

    private static string CheckedSort(string sort) =>
        sort.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => !Array.Exists(SortKeys, key => key.StartsWith(word, StringComparison.Ordinal))) is { } wrong
            ? throw BadSetting.Of(nameof(ProfileOptions.Sort), $"sort: '{wrong}' is none of {string.Join(", ", SortKeys)}")
            : sort;

    private sealed class Watched(IWsgiApp app) : IWsgiApp
    {
        public ExceptionDispatchInfo? Failure { get; private set; }

        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            try
            {
                return await app.InvokeAsync(environ);
            }
            catch (Exception error)
            {
                Failure = ExceptionDispatchInfo.Capture(error);
                throw;
            }
        }
    }

    private static string Box(string text) =>
        $"<pre style=\"clear:both;margin:1em 0 0;padding:.5em;border:2px solid #000;background:#ff9;color:#000;overflow:auto\">{AsciiHtml.Of(text)}</pre>";
}

/// <summary>Settings of the <c>profile</c> filter.</summary>
public sealed record ProfileOptions
{
    /// <summary>How many functions of Python are shown.</summary>
    [Range(1, 10_000)]
    public int Limit { get; init; } = 40;

    /// <summary>What they are sorted by: keys of <c>pstats</c>, as <c>time</c> (in the function itself), <c>cumulative</c> (with what it called) or <c>calls</c>.</summary>
    public string Sort { get; init; } = "time calls";

    /// <summary>File for the numbers of the last request, for <c>python -m pstats</c> and viewers as SnakeViz; none is written without it.</summary>
    /// <example>last.prof</example>
    public string? LogFilename { get; init; }
}
