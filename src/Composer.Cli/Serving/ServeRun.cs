// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Cli.Logging;
using Composer.Config;
using Composer.Python;
using Composer.Servers.Kestrel;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Serving;

/// <summary>One run of <c>compose serve</c>, from the config to the exit code.</summary>
internal sealed partial class ServeRun
{
    private static readonly TimeSpan UsualGrace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Arguments _arguments;
    private readonly ServeOptions _options;
    private readonly LogSink _sink;
    private readonly LogFactory _logs;
    private readonly ILogger _log;

    public ServeRun(Arguments arguments, ServeOptions options)
    {
        _arguments = arguments;
        _options = options;
        ILineFormat format = options.JsonLog ? new JsonFormat() : new TextFormat(Ansi.Error);
        _sink = new LogSink(Console.OpenStandardError());
        _logs = new LogFactory(_sink, format, options.LogLevel, TimeProvider.System);
        _log = _logs.CreateLogger("Composer");
    }

    public int Run()
    {
        RuntimeSwitches.Set(); // before Python is asked about itself, or a store is connected to
        using (_logs)
        {
            using var signals = new StopSignals(EndNow, () => Log.HungUp(_log));
            try
            {
                RunAsync(signals).GetAwaiter().GetResult();
                return signals.ExitCode;
            }
            catch (ConfigException error)
            {
                return Failed(error);
            }
            catch (PythonUnavailable error)
            {
                return Failed(ExitCode.NoPython, error);
            }
            catch (ServeFailed error)
            {
                return Failed(error.ExitCode, error.Cause);
            }
            catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
            {
                return signals.ExitCode;
            }
        }
    }

    private async Task RunAsync(StopSignals signals)
    {
        var site = new Site(_arguments, _options.Threads, Request(), _logs);
        try
        {
            await using var running = site.Loader.Load(site.Graph, Request());
            await running.StartAsync(signals.Stop);
            await using var accessLog = DefaultAccessLog.Around(running.App, running.Pipeline, _options, _logs);
            if (accessLog is not null)
            {
                await accessLog.StartAsync(signals.Stop);
            }
            var report = NewReport(site);
            Report(report, site, running);
            await ServeAsync(running.Server!, accessLog ?? running.App, report, signals.Stop); // a server was asked for
        }
        finally
        {
            await EndPythonAsync(site.Python.Running);
        }
    }

    private SiteRequest Request() => new()
    {
        App = _arguments.Name ?? "main",
        Server = _options.ServerName,
        ServerSettings = Conf.Of(ServerSettings(), "command line"),
        Lint = _options.Lint,
    };

    private IEnumerable<KeyValuePair<string, string>> ServerSettings()
    {
        if (_options.Bind.Count > 0)
        {
            yield return new("bind", string.Join(' ', _options.Bind));
        }
        if (_options.GracefulTimeout is { } grace)
        {
            yield return new("graceful_timeout", grace.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task ServeAsync(IWsgiServer server, IWsgiApp app, StartupReport? report, CancellationToken stop)
    {
        var serving = server.ServeAsync(app, stop);
        await SayAddressesAsync(server, report);

        using var deadline = new CancellationTokenSource();
        await using var armed = stop.Register(() =>
        {
            Log.Stopping(_log);
            deadline.CancelAfter((_options.GracefulTimeout ?? UsualGrace) + LastWords);
        });
        try
        {
            await serving.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Log.CutOff(_log);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ServeFailed(ExitCode.ServerDied, error);
        }
    }

    private static async Task SayAddressesAsync(IWsgiServer server, StartupReport? report)
    {
        if (server is not IListening listening)
        {
            return;
        }
        try
        {
            foreach (var address in await listening.Addresses)
            {
                report?.Listening(address);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ServeFailed(error is IOException or FormatException ? ExitCode.BindFailed : ExitCode.ServerDied, error);
        }
    }

    private StartupReport? NewReport(Site site) =>
        _options.LogLevel > LogLevel.Information ? null
        : _options.JsonLog ? new LoggedStartupReport(_log)
        : new TextStartupReport(new LogWriter(_sink), Ansi.Error, new SecretSettings(site.Registry));

    private void Report(StartupReport? report, Site site, RunningSite running)
    {
        if (report is null)
        {
            return;
        }
        report.Config(_arguments.Config);
        report.Pipeline(running.Pipeline);
        if (site.Python.Running is not null)
        {
            report.Python(site.Python.Installation, site.Python.Threads);
        }
        foreach (var note in running.Notes)
        {
            report.Note(note);
        }
        foreach (var warning in running.Warnings.Where(found => found.Severity == Severity.Warning))
        {
            report.Note($"{warning.Source}: warning {warning.Code}: {warning.Message}");
        }
    }

    // Threads that Python waits for, and atexit; then the process ends, whatever still runs.
    private async Task EndPythonAsync(PythonHost? python)
    {
        if (python is not null && !await python.ShutDownAsync(LastWords))
        {
            Log.PythonLate(_log);
        }
    }

    private int Failed(ConfigException error)
    {
        _logs.Flush();
        return ConfigFailure.Print(error, _arguments.Verbosity);
    }

    private int Failed(int exitCode, Exception error)
    {
        _logs.Flush();
        CommandLine.PrintError(error, _arguments.Verbosity);
        return exitCode;
    }

    private void EndNow(int exitCode)
    {
        _logs.Flush();
        Environment.Exit(exitCode);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "stopping: nothing new is accepted, what runs is finished")]
        public static partial void Stopping(ILogger log);

        [LoggerMessage(LogLevel.Information, "SIGHUP: log files are opened again, certificates are read again; a changed config is read at the next start")]
        public static partial void HungUp(ILogger log);

        [LoggerMessage(LogLevel.Warning, "the server did not end in time; what it still does is cut off")]
        public static partial void CutOff(ILogger log);

        [LoggerMessage(LogLevel.Warning, "Python's threads or atexit functions did not end in time")]
        public static partial void PythonLate(ILogger log);
    }
}
