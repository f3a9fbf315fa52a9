// SPDX-License-Identifier: MIT
using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Turns an exception into an answer: a page that gives nothing away, and a report with everything for who runs the site.</summary>
/// <remarks>Put it outside of what may fail, and inside of <c>access_log</c>, <c>cors</c> and <c>compress</c>, so that its pages are logged, readable and small.</remarks>
[InsideOf("cors", Otherwise = "error pages lack the CORS headers, and scripts see no error but a failed request")]
[Filter("error_catcher", "error-catcher", "evalerror", "cgitb", Replaces = ["Paste#error_catcher", "Paste#evalerror", "Paste#cgitb"])]
public sealed partial class ErrorCatcher : IWsgiApp, IStartable, IAsyncDisposable
{
    private static readonly EnvironKey ThrowErrors = EnvironKey.Of("paste.throw_errors");
    private static readonly EnvironKey Expected = EnvironKey.Of("paste.expected_exceptions");

    private readonly ErrorCatcherOptions _options;
    private readonly IWsgiApp _next;
    private readonly ComponentInfo _info;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly DebugAccess _debugAccess;
    private readonly ErrorPages _pages;
    private readonly ErrorMail? _mail;
    private readonly ErrorWebhook? _webhook;
    private readonly ReportLimit _limit;
    private readonly Lock _logFile = new();

    /// <summary>Stores and checks the settings.</summary>
    /// <exception cref="ArgumentException">An address is not one.</exception>
    public ErrorCatcher(ErrorCatcherOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<ErrorCatcher> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _next = next;
        _info = info;
        _clock = clock;
        _log = log;
        _pages = new ErrorPages(options);
        _debugAccess = new DebugAccess(options.DebugAllow);
        _mail = options.ErrorEmail.Count == 0 ? null : new ErrorMail(options, clock, log);
        _webhook = options.ErrorWebhook is null ? null : new ErrorWebhook(options.ErrorWebhook, log);
        _limit = new ReportLimit(options.ErrorEmailLimit, clock, log);
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (_options.Template is { } template)
        {
            await _pages.UseAsync(_info.Resolve(template), cancel);
        }
        if (_options.ErrorLog is { } file)
        {
            await OpenLog(file).DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (IsTrue(environ[ThrowErrors]))
        {
            return await _next.InvokeAsync(environ);
        }
        environ[ThrowErrors] = true;
        Response? response = null;
        try
        {
            response = await _next.InvokeAsync(environ);
            return await FirstBlockAsync(response, environ);
        }
        catch (Exception e)
        {
            await CloseAsync(response, environ);
            if (IsGone(e, environ) || IsExpected(e, environ))
            {
                throw;
            }
            return await AnswerAsync(e, environ);
        }
    }

    /// <summary>Sends the reports that are waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        await (_mail?.DisposeAsync() ?? default);
        await (_webhook?.DisposeAsync() ?? default);
    }

    /// <summary>Until the first byte is there, an exception can still become an answer of its own; servers send headers with the first byte anyway.</summary>
    private async ValueTask<Response> FirstBlockAsync(Response response, Environ environ)
    {
        var body = response.Body;
        if (body.File is not null || body.Length == 0)
        {
            return response;
        }
        var length = body.Length;
        var first = await body.ReadAsync();
        response.Body = new CaughtBody(body, first, length, environ, e => ReportFault(e, environ));
        return response;
    }

    private async ValueTask CloseAsync(Response? response, Environ environ)
    {
        try
        {
            await (response?.DisposeAsync() ?? default);
        }
        catch (Exception e)
        {
            Report(e, environ);
        }
    }

    private async ValueTask<Response> AnswerAsync(Exception exception, Environ environ)
    {
        if (HttpAnswer.AppOf(exception) is not { } own)
        {
            return Answer(exception, environ);
        }
        try
        {
            var response = await own.InvokeAsync(environ);
            if (response.StatusCode >= 500)
            {
                Report(exception, environ);
            }
            return response;
        }
        catch (Exception e) when (!IsGone(e, environ))
        {
            return Answer(exception, environ);
        }
    }

    private Response Answer(Exception exception, Environ environ)
    {
        if (HttpAnswer.ErrorIn(exception) is { } error)
        {
            return Answer(error, environ);
        }
        var report = Report(exception, environ);
        return _options.Debug && _debugAccess.Allows(environ)
            ? _pages.Debug(report, environ)
            : _pages.Plain(500, message: null, environ, report.RequestId);
    }

    private Response Answer(HttpError error, Environ environ)
    {
        var id = error.Status < 500 ? RequestIdOf(environ) : Report(error, environ).RequestId;
        var response = _pages.Plain(error.Status, error.Message, environ, id);
        foreach (var header in error.Headers)
        {
            response.Headers.Add(header.Name, header.Value);
        }
        return response;
    }

    // That a client cut its body short is no fault of the site.
    private void ReportFault(Exception exception, Environ environ)
    {
        if (HttpAnswer.ErrorIn(exception) is not { Status: < 500 })
        {
            Report(exception, environ);
        }
    }

    private ErrorReport Report(Exception exception, Environ environ)
    {
        var report = new ErrorReport(exception, environ, RequestIdOf(environ), TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), _clock.LocalTimeZone));
        if (exception is HttpError { Status: var status })
        {
            // An answer that somebody meant to give: its stack says nothing, what caused it may.
            Log.Answered(_log, report.Method, report.Target, status, exception.Message, report.RequestId, exception.InnerException);
        }
        else
        {
            Log.Failed(_log, report.Method, report.Target, report.Headline, report.RequestId, exception);
        }
        if (_options.ShowExceptionsInWsgiErrors)
        {
            environ.Errors.Write(report.ToText());
        }
        if (_options.ErrorLog is { } file)
        {
            Append(file, report.ToText() + "\n" + new string('-', 60) + "\n");
        }
        if ((_mail ?? (object?)_webhook) is not null && _limit.Admit(report) is { } repeats)
        {
            _mail?.Post(report, repeats);
            _webhook?.Post(report);
        }
        return report;
    }

    private void Append(string file, string text)
    {
        try
        {
            lock (_logFile)
            {
                using var log = OpenLog(file);
                log.Seek(0, SeekOrigin.End);
                log.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotWritten(_log, _info.Resolve(file), e);
        }
    }

    private FileStream OpenLog(string file) => AppendedFile.Open(_info.Resolve(file));

    private static string RequestIdOf(Environ environ)
    {
        if (environ.GetText(EnvironKey.RequestId) is { Length: > 0 } id)
        {
            return id;
        }
        id = Guid.CreateVersion7().ToString();
        environ[EnvironKey.RequestId] = id;
        return id;
    }

    private static bool IsGone(Exception exception, Environ environ) =>
        exception is OperationCanceledException && environ.Aborted.IsCancellationRequested;

    /// <summary>Paste's list of classes that somebody outside wants to see; from C# also names.</summary>
    // The bridge compares Python's classes, and puts the answer into the exception.
    private static bool IsExpected(Exception exception, Environ environ) =>
        exception.Data["python.expected"] is true ||
        environ[Expected] is IEnumerable expected && expected.Cast<object?>().Any(type => type switch
        {
            Type known => known.IsInstanceOfType(exception),
            string name => exception.GetType().Name == name || ErrorReport.HeadlineOf(exception).StartsWith(name + ":", StringComparison.Ordinal),
            _ => false,
        });

    private static bool IsTrue(object? value) => value is not (null or false or 0 or 0L or "");

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Target} failed: {Headline} [{RequestId}]")]
        public static partial void Failed(ILogger logger, string method, string target, string headline, string requestId, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Target} answered with {Status}: {Message} [{RequestId}]")]
        public static partial void Answered(ILogger logger, string method, string target, int status, string message, string requestId, Exception? exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "The error log {Path} could not be written")]
        public static partial void NotWritten(ILogger logger, string path, Exception exception);
    }
}

/// <summary>Settings of the <c>error_catcher</c> filter; where they are not in its section, Paste's names in <c>[DEFAULT]</c> count.</summary>
public sealed record ErrorCatcherOptions
{
    /// <summary>Shows pages with code and environ to who sits at this machine; everybody else gets the plain page.</summary>
    [Setting("display", Global = true)]
    public bool Debug { get; init; }

    /// <summary>Addresses and networks that get debug pages too.</summary>
    public IReadOnlyList<string> DebugAllow { get; init; } = [];

    /// <summary>Lines of source shown before and after the one that failed.</summary>
    [Range(0, 50)]
    public int Context { get; init; } = 5;

    /// <summary>What visitors read instead of the usual apology.</summary>
    [Setting(Global = true)]
    public string? ErrorMessage { get; init; }

    /// <summary>A Handlebars template for the page that visitors see; it gets <c>status</c>, <c>title</c>, <c>message</c> and <c>request_id</c>.</summary>
    public string? Template { get; init; }

    /// <summary>A file to which reports are appended.</summary>
    public string? ErrorLog { get; init; }

    /// <summary>Writes reports to <c>wsgi.errors</c> as well.</summary>
    [Setting(Global = true)]
    public bool ShowExceptionsInWsgiErrors { get; init; }

    /// <summary>Who gets reports by mail; the same error at most once an hour.</summary>
    [Setting("admin_email", "webmaster_email", "sysadmin_email", Global = true)]
    public IReadOnlyList<string> ErrorEmail { get; init; } = [];

    /// <summary>A URL that gets reports as JSON, as chats take them (<c>text</c>); the same error at most once an hour.</summary>
    [Setting(Secret = true)]
    public Uri? ErrorWebhook { get; init; }

    /// <summary>How many reports are mailed or posted in an hour at most.</summary>
    [Range(1, 10_000)]
    public int ErrorEmailLimit { get; init; } = 20;

    /// <summary>The sender of mails.</summary>
    [Setting("error_from_address", Global = true)]
    public string FromAddress { get; init; } = "errors@localhost";

    /// <summary>What the subject of mails begins with.</summary>
    public string ErrorSubjectPrefix { get; init; } = "";

    /// <summary>The mail server, <c>host</c> or <c>host:port</c>.</summary>
    [Setting(Global = true)]
    public string SmtpServer { get; init; } = "localhost";

    /// <summary>The name to log in with at the mail server.</summary>
    [Setting(Global = true)]
    public string? SmtpUsername { get; init; }

    /// <summary>The password to log in with at the mail server.</summary>
    [Setting(Global = true, Secret = true)]
    public string? SmtpPassword { get; init; }

    /// <summary>Encrypts the connection to the mail server (STARTTLS).</summary>
    [Setting(Global = true)]
    public bool SmtpUseTls { get; init; }

    /// <summary>A query key with which a script asks for a fragment instead of a page; empty turns that off.</summary>
    [Setting(Global = true)]
    public string XmlhttpKey { get; init; } = "_";
}
