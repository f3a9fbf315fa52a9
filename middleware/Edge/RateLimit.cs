// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Answers 429 to who asks too often, and says when to come back.</summary>
/// <remarks>By address it belongs inside of <c>forwarded</c>; by user inside of the filter that finds out who the user is.</remarks>
[Filter("ratelimit", "rate_limit")]
public sealed class RateLimit : IWsgiApp, IReadiness, IAsyncDisposable
{
    private const char Separator = '\n';

    private readonly IWsgiApp _next;
    private readonly Func<Environ, string>[] _keys;
    private readonly IRates _rates;
    private readonly AddressList _except;
    private readonly string _name;
    private readonly string _policy;
    private readonly bool _tells;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">The rate, a key or an address is none.</exception>
    public RateLimit(RateLimitOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<RateLimit> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        var rate = Rate.Parse(options.Rate) ?? throw new ArgumentException($"rate = {options.Rate} is not a rate; write 100/m, 5/s or 10/90s", nameof(options.Rate));
        CheckCountable(rate, options);
        _next = next;
        _keys = [.. options.Key.Select(RateKey.Parse)];
        _rates = options.Url is { } url
            ? new RedisRates(RedisOf(url), $"ratelimit:{info.Name}:", rate, options.Burst ?? rate.Count, options.Algorithm, clock, log)
            : new RateTable(rate, options.Burst ?? rate.Count, options.Algorithm, options.MaxKeys, clock);
        _except = new AddressList(options.Except, nameof(options.Except));
        _tells = options.Headers;
        _name = string.Concat(info.Name.Select(c => c is > ' ' and < '\x7f' and not ('"' or '\\') ? c : '_'));
        _policy = string.Create(CultureInfo.InvariantCulture, $"\"{_name}\";q={rate.Count};w={Seconds(rate.Period)}");
    }

    /// <inheritdoc/>
    public Task CheckReadyAsync(CancellationToken cancel) => (_rates as IReadiness)?.CheckReadyAsync(cancel) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => (_rates as IAsyncDisposable)?.DisposeAsync() ?? default;

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (!_except.IsEmpty && _except.Contains(environ.GetText(EnvironKey.RemoteAddr)))
        {
            return await _next.InvokeAsync(environ);
        }
        var decision = await _rates.TakeAsync(string.Join(Separator, _keys.Select(key => key(environ))));
        var response = decision.MayPass ? await _next.InvokeAsync(environ) : Refused(environ, decision);
        if (_tells)
        {
            Tell(response, decision);
        }
        return response;
    }

    private static Response Refused(Environ environ, RateDecision decision)
    {
        var response = Refusal.Of(environ, 429, "There were too many requests; please come back later.");
        response.Headers.Add("Retry-After", Seconds(decision.RetryAfter).ToString(CultureInfo.InvariantCulture));
        response.Headers.Add("Cache-Control", "no-store");
        return response;
    }

    // draft-ietf-httpapi-ratelimit-headers: lists, so that several limits can stand side by side.
    private void Tell(Response response, RateDecision decision)
    {
        response.Headers.Append("RateLimit-Policy", _policy);
        response.Headers.Append("RateLimit", string.Create(CultureInfo.InvariantCulture, $"\"{_name}\";r={decision.Remaining};t={Seconds(decision.Reset)}"));
    }

    // Redis counts microseconds, .NET ticks.
    private static void CheckCountable(Rate rate, RateLimitOptions options)
    {
        if (rate.Period / rate.Count < TimeSpan.FromMicroseconds(1))
        {
            throw BadSetting.Of(nameof(options.Rate), $"rate = {options.Rate} is more than a million a second, which nobody counts");
        }
        if ((double)rate.Period.Ticks / rate.Count * (options.Burst ?? rate.Count) > TimeSpan.MaxValue.Ticks / 2)
        {
            throw BadSetting.Of(nameof(options.Burst), $"burst = {options.Burst} at a rate of {options.Rate} takes longer than time is counted");
        }
    }

    private static RedisAddress RedisOf(string url) =>
        RedisAddress.Parse(url) ?? throw BadSetting.Of(nameof(RateLimitOptions.Url), "url is no address of a Redis; write redis://127.0.0.1:6379/0");

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);
}

/// <summary>Settings of the <c>ratelimit</c> filter.</summary>
public sealed record RateLimitOptions
{
    /// <summary>How many requests in which time: <c>100/m</c>, <c>5/s</c>, <c>10/90s</c>, <c>1000/h</c>.</summary>
    /// <example>100/m</example>
    public required string Rate { get; init; }

    /// <summary>How many requests may come at once, for a token bucket; as many as the rate says, when nothing is written.</summary>
    [Range(1, 1_000_000)]
    public int? Burst { get; init; }

    /// <summary>How they are counted.</summary>
    public RateAlgorithm Algorithm { get; init; }

    /// <summary>What is counted together: <c>ip</c> (IPv6 by its /64), <c>user</c> (who is not known by the address), <c>path</c>, <c>header:NAME</c>. Several mean every combination.</summary>
    public IReadOnlyList<string> Key { get; init; } = ["ip"];

    /// <summary>Addresses that are not counted.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Tells in every answer what is left, in <c>RateLimit</c> and <c>RateLimit-Policy</c>.</summary>
    public bool Headers { get; init; } = true;

    /// <summary>A Redis that counts for all processes and machines, <c>redis://:password@host:6379/0</c>; without it each process counts for itself.</summary>
    [Setting(Secret = true)]
    public string? Url { get; init; }

    /// <summary>How many keys are remembered; of more, those that came last. For the memory only.</summary>
    [Range(2, 100_000_000)]
    public int MaxKeys { get; init; } = 100_000;
}
