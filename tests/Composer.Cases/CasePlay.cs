// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;
using Composer.Cases.Sites;
using Composer.Cases.Wire;

namespace Composer.Cases;

/// <summary>What happens while a case runs: its requests, their answers, and what was seen beside them.</summary>
/// <param name="one">The case.</param>
/// <param name="setup">Its config.</param>
/// <param name="site">Where its requests go.</param>
/// <param name="seen">What the apps tell.</param>
/// <param name="clock">The site's time.</param>
internal sealed class CasePlay(MiddlewareCase one, CaseSetup setup, CaseSite site, Observations seen, ShiftedClock clock)
{
    private readonly Dictionary<string, CookieJar> _jars = [];
    private readonly List<Answer> _answers = [];

    public MiddlewareCase Case => one;

    public CaseSetup Setup => setup;

    /// <summary>The answers that are judged, in order.</summary>
    public IReadOnlyList<Answer> Answers => _answers;

    /// <summary>How long the requests took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>What a family found out by itself, by the name of the body rule that asks for it.</summary>
    public Dictionary<string, JsonNode?> Facts { get; } = [];

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => clock.Advance(time);

    /// <summary>The cookies of a client.</summary>
    public CookieJar Jar(string client) => _jars.TryGetValue(client, out var jar) ? jar : _jars[client] = new CookieJar();

    /// <summary>Sends the case's request as often as its steps say.</summary>
    public async Task StepsAsync()
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var step in Steps())
        {
            if (step["sleep"] is { } seconds)
            {
                clock.Advance(TimeSpan.FromSeconds((double)seconds));
            }
            await AskAndJudgeAsync(one.Request.With(step));
        }
        Elapsed = Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Sends a request, several at once when the case says so, and keeps the answer to be judged.</summary>
    public async Task AskAndJudgeAsync(CaseRequest request)
    {
        if ((int?)one.BodyRules["parallel"] is { } count)
        {
            _answers.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => AskAsync(request))));
            return;
        }
        _answers.Add(await AskAsync(request));
    }

    /// <summary>Sends a request with the cookies of its client.</summary>
    public async Task<Answer> AskAsync(CaseRequest request)
    {
        if (request.Digest is { } digest)
        {
            return await new DigestClient(digest).AskAsync(request, AskOnceAsync);
        }
        return await AskOnceAsync(request);
    }

    private async Task<Answer> AskOnceAsync(CaseRequest request)
    {
        var jar = Jar(request.Client);
        if (jar.HeaderFor(request.Target) is { } cookies)
        {
            request = request.WithAppended("Cookie", "; ", cookies);
        }
        var streamed = false;
        using var client = new RawClient
        {
            AbortThen = request.Abort || ((string?)one.BodyRules["client"])?.StartsWith("abort", StringComparison.Ordinal) == true,
            OnFirstBytes = () =>
            {
                streamed = seen.IsRunning;
                seen.Go();
            },
        };
        await client.ConnectAsync(site.Port);
        var answer = await client.AskAsync(request.ToBytes(), request.ToHead);
        jar.Take(answer, Now);
        return answer with { Streamed = streamed };
    }

    private IEnumerable<JsonObject> Steps() => one.Steps switch
    {
        null => [[]],
        JsonArray steps => steps.Select(step => step!.AsObject()),
        JsonValue count when count.TryGetValue<int>(out var times) => Enumerable.Repeat(new JsonObject(), times),
        var told => throw new CannotExpress($"steps: {told}"),
    };
}
