// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Cli;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Benchmarks;

/// <summary>What every C# filter adds to a request for a page of 1 KiB: made from a config as a site is, called without a server. Prints a page of the manual.</summary>
internal static class FilterCosts
{
    private const int Rounds = 7;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(60);
    private const string Stylesheet = """
        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
          <xsl:template match="/"><ul><xsl:for-each select="books/book"><li><xsl:value-of select="title"/></li></xsl:for-each></ul></xsl:template>
        </xsl:stylesheet>
        """;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("composer-costs-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "page.xsl"), Stylesheet);
        await File.WriteAllTextAsync(Path.Combine(folder, "steps.py"), "def step(environ, *result):\n    pass\n");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            # What filters cost

            The CPU time and the memory that each C# filter adds to a request for a page of about 1 KiB, on one machine ({Environment.ProcessorCount} cores, .NET {Environment.Version}): medians,
            with the filter and without it in turns, no server. Only their ratios hold elsewhere. Each filter has the settings, and the request the headers, with which it does its work:
            `compress` compresses, `auth_jwt` checks a token, `auth_basic` a password that it knows. `registry` and `transaction` run Python around this page in C#: most of theirs is the way to
            Python and back, which a Python app takes anyway. Sessions are not looked at here; `-- session` measures those that are, and `tests/peers/run` whole sites with Python.

            Written by `dotnet run --project tests/Composer.Benchmarks -c Release -- filters > docs/costs.md`.

            | filter | settings | adds | allocates |
            |---|---|---:|---:|
            """));
        foreach (var filter in Components.Registry().Components.Where(component => component.Kind == ComponentKind.Filter).OrderBy(component => component.Name, StringComparer.Ordinal))
        {
            await MeasureAsync(folder, filter.Name);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(string folder, string name)
    {
        var trial = FilterTrial.Of(name);
        try
        {
            await using var bare = await LoadAsync(folder, "", trial);
            await using var site = await LoadAsync(folder, name, trial);
            var environ = EnvironOf(trial);
            var (with, bytes) = (Call(site.App, environ), Allocated(site.App, environ) - Allocated(bare.App, environ));
            var differences = Enumerable.Range(0, Rounds).Select(_ => Time(site.App, environ) - Time(bare.App, environ)).Order().ToList();
            var settings = trial.Settings.Length == 0 ? "" : $"`{string.Join("`, `", trial.Settings.TakeWhile(line => line[0] != '[').Select(line => line.Split('=')[0].Trim()))}`";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {settings} | {differences[Rounds / 2] / 1000:F2} µs | {bytes:N0} B |{(with == trial.Status ? "" : $" (answers {with})")}"));
        }
        catch (Exception error) // one filter must not cost the figures of the others
        {
            Console.WriteLine($"| {name} | not measured: {error.Message.ReplaceLineEndings(" ")} | | |");
        }
    }

    private static async Task<RunningSite> LoadAsync(string folder, string filter, FilterTrial trial)
    {
        var config = new StringBuilder($"[app:page]\nuse = composer:respond\ntype = {trial.Page.Type}\ntext = {trial.Page.Text}\n");
        config.Append(filter.Length == 0 ? "[pipeline:main]\npipeline = page\n" : $"[pipeline:main]\npipeline = it page\n[filter:it]\nuse = composer:{filter}\n");
        if (filter.Length > 0)
        {
            config.AppendJoin('\n', trial.Settings).Append('\n');
        }
        var file = Path.Combine(folder, "site.ini");
        await File.WriteAllTextAsync(file, config.ToString());
        var request = new SiteRequest { WithServer = false };
        var site = new Site(Arguments.From(file, null, [], null, 0), null, request, NullLoggerFactory.Instance);
        var running = site.Loader.Load(site.Graph, request);
        await running.StartAsync(default);
        return running;
    }

    private static Environ EnvironOf(FilterTrial trial)
    {
        var environ = Exchange.Environ("/");
        environ.Remove(EnvironKey.HttpAcceptEncoding);
        environ[EnvironKey.RemoteAddr] = "127.0.0.1";
        environ.Input = Stream.Null;
        environ.Errors = TextWriter.Null;
        foreach (var (header, value) in trial.Headers)
        {
            if (EnvironKey.TryOfHeader(header, out var key))
            {
                environ[key] = value;
            }
        }
        return environ;
    }

    private static int Call(IWsgiApp app, Environ environ) => app.InvokeAsync(environ.Copy()).AsTask().GetAwaiter().GetResult().StatusCode;

    private static long Allocated(IWsgiApp app, Environ environ)
    {
        Exchange.Run(app, environ.Copy());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Exchange.Run(app, environ.Copy());
        }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }

    private static double Time(IWsgiApp app, Environ environ)
    {
        var calls = 0;
        var started = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - started < Round)
        {
            for (var i = 0; i < 200; i++)
            {
                Exchange.Run(app, environ.Copy());
            }
            calls += 200;
        }
        return (Environment.CpuUsage.TotalTime - started).TotalNanoseconds / calls;
    }
}
