// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Serialization;
using Composer.Wsgi;
using Microsoft.Net.Http.Headers;

namespace Composer.Middleware;

/// <summary>An answer that is kept.</summary>
/// <param name="Status">Its status line.</param>
/// <param name="Headers">Its headers, without <c>Age</c>.</param>
/// <param name="Received">When it came.</param>
/// <param name="AgeThen">How old it was by then.</param>
/// <param name="Lifetime">How long it is fresh, from its birth.</param>
/// <param name="Vary">The request headers that it depends on, with the values that it was made for.</param>
internal sealed record CachedResponse(string Status, IReadOnlyList<Header> Headers, DateTimeOffset Received, TimeSpan AgeThen, TimeSpan Lifetime, IReadOnlyList<KeyValuePair<string, string>> Vary)
{
    private static readonly HashSet<string> NotKept = new(["Age", "Content-Length", "Set-Cookie"], StringComparer.OrdinalIgnoreCase);

    // They belong to the body that is kept, whatever a 304 says.
    private static readonly HashSet<string> OfTheBody = new(["Content-Encoding", "Content-Type", "Content-Range", "Content-Length"], StringComparer.OrdinalIgnoreCase);

    private CacheControl? _control;

    /// <summary>What the app said about keeping it.</summary>
    [JsonIgnore]
    public CacheControl Control => _control ??= CacheControl.Parse(Joined("Cache-Control"));

    /// <summary>The first value of a header, or null.</summary>
    public string? this[string name] => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Keeps an answer of the app.</summary>
    public static CachedResponse Of(Environ environ, Response response, TimeSpan lifetime, DateTimeOffset now) => new(
        response.Status, [.. response.Headers.Where(IsKept)], now, AgeOf(response.Headers, now), lifetime,
        [.. CacheVariant.NamesOf(response.Headers.GetJoined("Vary")).Select(name => KeyValuePair.Create(name, CacheVariant.ValueOf(environ, name)))]);

    /// <summary>How old it is.</summary>
    public TimeSpan Age(DateTimeOffset now) => AgeThen + Positive(now - Received);

    /// <summary>Whether it was made for a request like this one.</summary>
    public bool IsFor(Environ environ)
    {
        foreach (var (name, value) in Vary)
        {
            if (CacheVariant.ValueOf(environ, name) != value)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The same with the headers of a 304 (RFC 9111 §3.2).</summary>
    public CachedResponse Freshened(HeaderList news, TimeSpan lifetime, DateTimeOffset now)
    {
        var kept = Headers.Where(header => IsOfTheBody(header.Name) || !news.Contains(header.Name));
        return this with { Headers = [.. kept, .. news.Where(header => IsKept(header) && !IsOfTheBody(header.Name))], Received = now, AgeThen = AgeOf(news, now), Lifetime = lifetime, _control = null };
    }

    /// <summary>An answer like it, with its age.</summary>
    public Response ToResponse(Body body, long length, DateTimeOffset now)
    {
        var response = new Response(Status, body);
        foreach (var header in Headers)
        {
            response.Headers.Add(header.Name, header.Value);
        }
        if (response.AllowsBody)
        {
            response.Headers["Content-Length"] = length.ToString(CultureInfo.InvariantCulture);
        }
        response.Headers["Age"] = ((long)Age(now).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return response;
    }

    /// <summary>How long an answer is fresh; null when the app does not say (RFC 9111 §4.2.1, for a shared cache).</summary>
    public static TimeSpan? LifetimeOf(HeaderList headers, CacheControl control, DateTimeOffset now)
    {
        if ((control.SharedMaxAge ?? control.MaxAge) is { } said)
        {
            return said;
        }
        if (headers["Expires"] is not { } expires)
        {
            return null;
        }
        return HeaderUtilities.TryParseDate(expires, out var end) ? Positive(end - (DateOf(headers) ?? now)) : TimeSpan.Zero;
    }

    /// <summary>How old an answer was when it came (RFC 9111 §4.2.3).</summary>
    public static TimeSpan AgeOf(HeaderList headers, DateTimeOffset now)
    {
        var said = long.TryParse(headers["Age"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : TimeSpan.Zero;
        var apparent = DateOf(headers) is { } date ? Positive(now - date) : TimeSpan.Zero;
        return said > apparent ? said : apparent;
    }

    private static DateTimeOffset? DateOf(HeaderList headers) => HeaderUtilities.TryParseDate(headers["Date"], out var date) ? date : null;

    private static bool IsKept(Header header) => !NotKept.Contains(header.Name);

    private static bool IsOfTheBody(string name) => OfTheBody.Contains(name);

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private string? Joined(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList() is { Count: > 0 } values ? string.Join(", ", values) : null;
}
