// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Posts error reports as JSON to a URL, in the background.</summary>
internal sealed partial class ErrorWebhook : IAsyncDisposable
{
    private readonly Uri _url;
    private readonly ILogger _log;
    private readonly Outbox<ErrorReport> _outbox;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    public ErrorWebhook(Uri url, ILogger log)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            throw BadSetting.Of(nameof(ErrorCatcherOptions.ErrorWebhook), $"error_webhook = {url} is not a URL; write https://chat.example.org/hooks/…");
        }
        (_url, _log) = (url, log);
        _outbox = new Outbox<ErrorReport>(SendAsync);
    }

    /// <summary>Posts a report soon.</summary>
    public void Post(ErrorReport report) => _outbox.Post(report);

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        _client.Dispose();
    }

    private async Task SendAsync(ErrorReport report)
    {
        try
        {
            using var response = await _client.PostAsJsonAsync(_url, ContentOf(report));
            response.EnsureSuccessStatusCode();
        }
        catch (Exception e)
        {
            Log.NotPosted(_log, _url.Host, e);
        }
    }

    // 'text' is what Slack, Mattermost, Zulip and others show.
    private static Dictionary<string, object> ContentOf(ErrorReport report) => new()
    {
        ["text"] = $"{report.Method} {report.Target} failed: {report.Headline} [{report.RequestId}]",
        ["error"] = report.Headline,
        ["method"] = report.Method,
        ["target"] = report.Target,
        ["client"] = report.Client,
        ["request_id"] = report.RequestId,
        ["time"] = report.Time.ToString("O", CultureInfo.InvariantCulture),
        ["trace"] = report.Trace,
    };

    private static partial class Log
    {
        // The path of such a URL is a secret.
        [LoggerMessage(Level = LogLevel.Error, Message = "An error report could not be posted to {Host}")]
        public static partial void NotPosted(ILogger logger, string host, Exception exception);
    }
}
