// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Sends error reports by mail, in the background.</summary>
internal sealed partial class ErrorMail : IAsyncDisposable
{
    // SmtpClient has a timeout of its own, which counts for its synchronous methods only.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ErrorCatcherOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Outbox<MailMessage> _outbox;
    private readonly string _host;
    private readonly int _port;

    public ErrorMail(ErrorCatcherOptions options, TimeProvider clock, ILogger log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _outbox = new Outbox<MailMessage>(SendAsync);
        (_host, _port) = ServerOf(options.SmtpServer);
        _ = MailAddressOf(options.FromAddress, nameof(options.FromAddress));
        _ = options.ErrorEmail.Select(address => MailAddressOf(address, nameof(options.ErrorEmail))).ToList();
    }

    /// <summary>Sends a report soon.</summary>
    /// <param name="report">The report.</param>
    /// <param name="repeats">How often the error came back since it was sent last.</param>
    public void Post(ErrorReport report, int repeats) => _outbox.Post(Message(report, repeats));

    public ValueTask DisposeAsync() => _outbox.DisposeAsync();

    private MailMessage Message(ErrorReport report, int repeats)
    {
        var again = repeats > 0 ? string.Create(CultureInfo.InvariantCulture, $"This happened {repeats} more times since the last mail about it.\n\n") : "";
        var message = new MailMessage
        {
            From = new MailAddress(_options.FromAddress),
            Subject = Shorten(_options.ErrorSubjectPrefix + report.Headline),
            SubjectEncoding = Encoding.UTF8,
            Body = again + report.ToText(),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        foreach (var address in _options.ErrorEmail)
        {
            message.To.Add(address);
        }
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private async Task SendAsync(MailMessage message)
    {
        using (message)
        {
            try
            {
                using var late = new CancellationTokenSource(Patience, _clock);
                using var client = Client();
                await client.SendMailAsync(message, late.Token);
            }
            catch (Exception e)
            {
                Log.NotSent(_log, _options.SmtpServer, e);
            }
        }
    }

    private SmtpClient Client() => new(_host, _port)
    {
        EnableSsl = _options.SmtpUseTls,
        Credentials = _options.SmtpUsername is null ? null : new NetworkCredential(_options.SmtpUsername, _options.SmtpPassword),
    };

    private static (string Host, int Port) ServerOf(string text)
    {
        const int Smtp = 25;
        var isServer = HostName.TrySplit(text, out var host, out var port) && host.Length > 0;
        var number = port.IsEmpty ? Smtp : HostName.PortOf(port, "");
        return isServer && number is > 0 and < 65536
            ? (host.Trim("[]").ToString(), number)
            : throw BadSetting.Of(nameof(ErrorCatcherOptions.SmtpServer), $"smtp_server = {text} is neither 'host' nor 'host:port'");
    }

    private static MailAddress MailAddressOf(string text, string setting) =>
        MailAddress.TryCreate(text, out var address) ? address : throw new ArgumentException($"'{text}' is not a mail address", setting);

    private static string Shorten(string subject)
    {
        var line = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
        return Excerpt.Of(line, 150);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An error report could not be mailed through {Server}")]
        public static partial void NotSent(ILogger logger, string server, Exception exception);
    }
}
