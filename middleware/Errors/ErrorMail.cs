// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Sends error reports by mail, in the background: the same error once an hour, and not more than some mails an hour in all.</summary>
internal sealed partial class ErrorMail : IAsyncDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly ErrorCatcherOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sent> _sent = [];
    private readonly Channel<MailMessage> _outbox = Channel.CreateBounded<MailMessage>(100);
    private Task? _sender;

    public ErrorMail(ErrorCatcherOptions options, TimeProvider clock, ILogger log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _ = MailAddressOf(options.FromAddress, nameof(options.FromAddress));
        _ = options.ErrorEmail.Select(address => MailAddressOf(address, nameof(options.ErrorEmail))).ToList();
    }

    /// <summary>Sends a report, unless the same was sent not long ago or there were too many.</summary>
    public void Post(ErrorReport report)
    {
        lock (_lock)
        {
            Forget();
            var fingerprint = report.Fingerprint();
            if (_sent.TryGetValue(fingerprint, out var earlier) && earlier.Time > _clock.GetUtcNow() - Window)
            {
                earlier.Repeats++;
                return;
            }
            if (_sent.Values.Count(sent => sent.Time > _clock.GetUtcNow() - Window) >= _options.ErrorEmailLimit)
            {
                Log.TooMany(_log, _options.ErrorEmailLimit, report.RequestId);
                return;
            }
            _sent[fingerprint] = new Sent(_clock.GetUtcNow());
            if (_outbox.Writer.TryWrite(Message(report, earlier?.Repeats ?? 0)))
            {
                _sender ??= Task.Run(SendAllAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _outbox.Writer.TryComplete();
        if (_sender is not null)
        {
            await Task.WhenAny(_sender, Task.Delay(LongestFarewell));
        }
    }

    private void Forget()
    {
        // Kept for two windows, so that the next mail about an error can say how often it happened meanwhile.
        foreach (var old in _sent.Where(pair => pair.Value.Time < _clock.GetUtcNow() - (2 * Window)).Select(pair => pair.Key).ToList())
        {
            _sent.Remove(old);
        }
    }

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

    private async Task SendAllAsync()
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync())
        {
            using (message)
            {
                try
                {
                    using var client = Client();
                    await client.SendMailAsync(message);
                }
                catch (Exception e) when (e is SmtpException or IOException or InvalidOperationException or FormatException)
                {
                    Log.NotSent(_log, _options.SmtpServer, e);
                }
            }
        }
    }

    private SmtpClient Client()
    {
        var (host, port) = _options.SmtpServer.Split(':') is [var name, var number] ? (name, int.Parse(number, CultureInfo.InvariantCulture)) : (_options.SmtpServer, 25);
        return new SmtpClient(host, port)
        {
            EnableSsl = _options.SmtpUseTls,
            Credentials = _options.SmtpUsername is null ? null : new NetworkCredential(_options.SmtpUsername, _options.SmtpPassword),
            Timeout = 30_000,
        };
    }

    private static MailAddress MailAddressOf(string text, string setting) =>
        MailAddress.TryCreate(text, out var address) ? address : throw new ArgumentException($"'{text}' is not a mail address", setting);

    private static string Shorten(string subject)
    {
        var line = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 150 ? line : line[..149] + "…";
    }

    private sealed class Sent(DateTimeOffset time)
    {
        public DateTimeOffset Time { get; } = time;

        public int Repeats { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "No mail about request {RequestId}: there were {Limit} in an hour already")]
        public static partial void TooMany(ILogger logger, int limit, string requestId);

        [LoggerMessage(Level = LogLevel.Error, Message = "An error report could not be mailed through {Server}")]
        public static partial void NotSent(ILogger logger, string server, Exception exception);
    }
}
