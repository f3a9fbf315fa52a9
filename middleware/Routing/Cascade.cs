// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Asks one app after another, until one answers with something else than 404.</summary>
/// <remarks>Every app finds the request as the first one did: its environ, and its body from the beginning. The last app's answer counts whatever it is.</remarks>
[Composite("cascade", Replaces = ["Paste#cascade"])]
public sealed partial class Cascade : IWsgiApp
{
    private readonly IWsgiApp[] _apps;
    private readonly IReadOnlyList<int> _catch;
    private readonly int _maxReplaySize;
    private readonly ILogger _log;

    /// <summary>Puts the apps in order.</summary>
    /// <exception cref="ArgumentException">A key is not that of an app.</exception>
    public Cascade(CascadeOptions options, ILogger<Cascade> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        _apps = [.. options.Apps.OrderBy(app => NaturalOrder(app.Key), StringComparer.Ordinal).Select(app => app.Value)];
        _catch = options.Catch;
        _maxReplaySize = options.MaxReplaySize;
        _log = log;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => _apps.Length switch
    {
        0 => new(Refusal.Of(environ, 404, "There is no app here.")),
        1 => _apps[0].InvokeAsync(environ),
        _ => AskAsync(environ),
    };

    private async ValueTask<Response> AskAsync(Environ environ)
    {
        await using var attempts = new Attempts(environ, _maxReplaySize);
        foreach (var app in _apps.SkipLast(1))
        {
            var response = await AnswerAsync(app, attempts.Next());
            if (response is not null && !_catch.Contains(response.StatusCode))
            {
                return attempts.Final(response);
            }
            if (response is not null && !attempts.CanRepeat)
            {
                Log.ReadTooFar(_log, response.Status, environ.GetText(EnvironKey.RequestId) ?? "-");
                return attempts.Final(response);
            }
            await (response?.DisposeAsync() ?? default);
        }
        return attempts.Final(await _apps[^1].InvokeAsync(attempts.Last()));
    }

    // Null when it raised an answer that is caught, as Paste's HTTPNotFound.
    private async ValueTask<Response?> AnswerAsync(IWsgiApp app, Environ environ)
    {
        try
        {
            return await app.InvokeAsync(environ);
        }
        catch (Exception e)
        {
            if (await HttpAnswer.StatusOfAsync(e, environ) is { } status && _catch.Contains(status))
            {
                return null;
            }
            throw;
        }
    }

    private static void Check(CascadeOptions options)
    {
        foreach (var (key, _) in options.Apps.Where(app => !app.Key.StartsWith("app", StringComparison.Ordinal)))
        {
            throw BadSetting.Of(key, $"'{key}' is not the key of an app; write app1 = NAME, app2 = NAME …");
        }
    }

    // app2 comes before app10.
    private static string NaturalOrder(string key) => Digits().Replace(key, digits => digits.Value.PadLeft(10, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An app of the cascade read more of the request body than max_replay_size allows to keep: its {Status} counts, and the next app is not asked [{RequestId}]")]
        public static partial void ReadTooFar(ILogger logger, string status, string requestId);
    }
}

/// <summary>Settings of the <c>cascade</c> composite. The keys <c>app1</c>, <c>app2</c> … name the apps.</summary>
public sealed record CascadeOptions
{
    /// <summary>The status codes that mean: ask the next app.</summary>
    [Range(300, 599)]
    public IReadOnlyList<int> Catch { get; init; } = [404];

    /// <summary>How much of a request body is kept for the next app. When an app has read more, its answer counts, whatever it is. The last app reads without a limit.</summary>
    [Range(0, int.MaxValue)]
    public int MaxReplaySize { get; init; } = 64 << 20;

    /// <summary>The apps, asked in the order of their keys: <c>app2</c> before <c>app10</c>.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, IWsgiApp>> Apps { get; init; } = [];
}
