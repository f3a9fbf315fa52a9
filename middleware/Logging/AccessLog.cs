// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Text;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Writes a line for every request, after the last byte of its answer.</summary>
/// <remarks>Put it first, so that it sees what really leaves; only a filter that finds out the client's address (<c>forwarded</c>) belongs before it.</remarks>
[InsideOf("forwarded", "proxy_headers", "prefix", "PasteDeploy#prefix", Otherwise = "the log has the proxy's address instead of the client's")]
[Filter("access_log", "translogger", "access-log", Replaces = ["Paste#translogger"])]
public sealed class AccessLog : IWsgiApp, IStartable, IAsyncDisposable
{
    private readonly AccessLogOptions _options;
    private readonly IWsgiApp _next;
    private readonly ComponentInfo _info;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ILogger _lines;
    private readonly IReadOnlyList<LogPart> _parts;
    private readonly Predicate<string>? _hides;
    private readonly LogLevel _level;
    private readonly Action<Exchange> _ended;
    private LineWriter? _writer;
    private PosixSignalRegistration? _hangup;

    /// <summary>Understands the format; the file is opened by <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">The format cannot be understood.</exception>
    public AccessLog(AccessLogOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _next = next;
        _info = info;
        _clock = clock;
        _log = logs.CreateLogger<AccessLog>();
        _lines = logs.CreateLogger(options.LoggerName);
        _parts = LogFormat.Parse(options.Format, clock);
        _hides = options.Redact.Count == 0 ? null : options.Redact.ToHashSet(StringComparer.OrdinalIgnoreCase).Contains;
        _level = LevelOf(options.LoggingLevel);
        _ended = Write;
    }

    /// <summary>Nobody chose its place: it stands around the whole site, also around <c>forwarded</c>.</summary>
    internal bool IsAroundSite { get; init; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        if (_options.File is { } file && file is not ("-" or "stdout" or "stderr"))
        {
            _writer = new LineWriter(() => AppendedFile.Open(_info.Resolve(file)), _options.Limit, _clock, _log);
            _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup);
        }
        else if (_options.File is not null || _options.SetupConsoleHandler)
        {
            _writer = new LineWriter(_options.File == "stderr" ? Console.OpenStandardError : Console.OpenStandardOutput, _options.Limit, _clock, _log);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var exchange = new Exchange(environ, _clock, _hides);
        try
        {
            var response = await _next.InvokeAsync(environ);
            exchange.Status = response.StatusCode;
            exchange.Headers = response.Headers;
            response.Body = new LoggedBody(response.Body, exchange, _ended);
            return response;
        }
        catch (Exception e)
        {
            exchange.Broken = environ.Aborted.IsCancellationRequested;
            exchange.Status = HttpAnswer.ErrorIn(e)?.Status ?? (exchange.Broken ? 499 : 500);
            Write(exchange);
            throw;
        }
    }

    /// <summary>Writes what is still waiting and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _hangup?.Dispose();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }
    }

    /// <summary>Opens the file again, as on SIGHUP.</summary>
    internal void Reopen() => _writer?.Reopen();

    private void OnHangup(PosixSignalContext context)
    {
        context.Cancel = true;
        Reopen();
    }

    private void Write(Exchange exchange)
    {
        exchange.End(IsAroundSite);
        var line = LogLine.Start();
        foreach (var part in _parts)
        {
            part(line, exchange);
        }
        if (_writer is not null)
        {
            _writer.Write(line.Bytes);
            return;
        }
        if (_lines.IsEnabled(_level))
        {
            _lines.Log(_level, default, Encoding.UTF8.GetString(line.Bytes), null, (text, _) => text);
        }
    }

    private static LogLevel LevelOf(string name) => name.ToUpperInvariant() switch
    {
        "DEBUG" or "10" => LogLevel.Debug,
        "INFO" or "20" => LogLevel.Information,
        "WARNING" or "WARN" or "30" => LogLevel.Warning,
        "ERROR" or "40" => LogLevel.Error,
        "CRITICAL" or "FATAL" or "50" => LogLevel.Critical,
        _ => throw new ArgumentException($"logging_level = {name} is not one of DEBUG, INFO, WARNING, ERROR and CRITICAL", nameof(AccessLogOptions.LoggingLevel)),
    };
}

/// <summary>Settings of the <c>access_log</c> filter.</summary>
public sealed record AccessLogOptions
{
    /// <summary>What a line looks like: <c>common</c>, <c>combined</c>, <c>json</c>, Apache's <c>%h %u %t …</c> or Paste's <c>%(REMOTE_ADDR)s …</c>.</summary>
    /// <example>common</example>
    /// <example>json</example>
    public string Format { get; init; } = "combined";

    /// <summary>Where lines go: a file (opened again on SIGHUP), <c>stdout</c> or <c>stderr</c>. Without it <c>setup_console_handler</c> decides.</summary>
    [Setting("path", "filename", "log_file")]
    public string? File { get; init; }

    /// <summary>Names in queries whose values are not written; in the target and in the Referer. Empty: everything is.</summary>
    public IReadOnlyList<string> Redact { get; init; } = ["access_token", "api_key", "apikey", "password", "secret", "token"];

    /// <summary>How many bytes of lines may wait for a slow disk before lines are lost.</summary>
    [Range(65_536, 1_073_741_824)]
    [Setting("limit_bytes")]
    public int Limit { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether lines go to the standard output when no file is named; else they go to the log.</summary>
    public bool SetupConsoleHandler { get; init; } = true;

    /// <summary>The name under which lines go to the log.</summary>
    public string LoggerName { get; init; } = "wsgi";

    /// <summary>The level at which lines go to the log: <c>DEBUG</c>, <c>INFO</c>, <c>WARNING</c>, <c>ERROR</c> or <c>CRITICAL</c>.</summary>
    public string LoggingLevel { get; init; } = "INFO";

    /// <summary>Accepted for configs written for Paste; the levels of Composer's log are set where the log is.</summary>
    public string? SetLoggerLevel { get; init; }
}
