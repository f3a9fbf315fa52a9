// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.RegularExpressions;
using Composer.Tests.Architecture;

namespace Composer.Tests.RealApps;

/// <summary>The requests that a site is sent, one after another, by a client that keeps cookies.</summary>
internal sealed class RequestList
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private RequestList(IReadOnlyList<Exchange> exchanges, IReadOnlyList<Regex> masks) => (Exchanges, Masks) = (exchanges, masks);

    /// <summary>What every request brings for the filters in front: a user, and leave to compress.</summary>
    public static IReadOnlyDictionary<string, string> Credentials { get; } = new Dictionary<string, string>
    {
        ["Authorization"] = "Basic bWFyaWE6b3BlbnNlc2FtZQ==",
        ["Accept-Encoding"] = "gzip",
    };

    public IReadOnlyList<Exchange> Exchanges { get; }

    /// <summary>What differs from run to run: the first group of each is not compared.</summary>
    public IReadOnlyList<Regex> Masks { get; }

    /// <summary>What every site is asked, then what only this one is.</summary>
    public static RequestList For(string site, bool @checked = false)
    {
        var common = Read("common");
        var own = File.Exists(FileOf(site)) ? Read(site) : new Content([], [], [], []);
        var exchanges = common.Requests.Where(exchange => !own.Without.Contains(exchange.ToString())).Concat(own.Requests)
            .Where(exchange => !@checked || !own.Unchecked.Contains(exchange.ToString()));
        return new RequestList([.. exchanges], [.. own.Masks.Select(mask => new Regex(mask))]);
    }

    /// <summary>Sends all requests.</summary>
    public async Task<IReadOnlyList<Answer>> SendAsync(int port, string prefix)
    {
        var answers = new List<Answer>();
        var captured = new Dictionary<string, string> { ["prefix"] = prefix };
        var cookies = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var exchange in Exchanges)
        {
            var headers = new Dictionary<string, string>(Credentials.Concat(exchange.Headers))
            {
                ["Cookie"] = string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")),
            };
            var answer = await TryAsync(() => RawClient.SendAsync(port, exchange.Method, prefix + exchange.Path, headers, exchange.BodyWith(captured), exchange.Chunked));
            Keep(answer, cookies);
            foreach (var (name, pattern) in exchange.Capture)
            {
                captured[name] = Regex.Match(answer.Decompressed().Text, pattern).Groups[1].Value;
            }
            answers.Add(answer);
        }
        return answers;
    }

    private static async Task<Answer> TryAsync(Func<Task<Answer>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            return new Answer("no answer", [("problem", problem.Message)], []);
        }
    }

    private static void Keep(Answer answer, SortedDictionary<string, string> cookies)
    {
        foreach (var pair in answer.All("set-cookie").Select(cookie => cookie.Split(';')[0].Split('=', 2)))
        {
            cookies[pair[0]] = pair[1];
        }
    }

    private static string FileOf(string site) => Repository.At("tests/Composer.Tests/RealApps/apps", site + ".json");

    private static Content Read(string site) => JsonSerializer.Deserialize<Content>(File.ReadAllText(FileOf(site)), Json)!;

    private sealed record Content(List<Exchange> Requests, List<string> Masks, List<string> Without, List<string> Unchecked)
    {
        public List<Exchange> Requests { get; init; } = Requests ?? [];

        public List<string> Masks { get; init; } = Masks ?? [];

        /// <summary>Requests of the common list that the site has nothing for.</summary>
        public List<string> Without { get; init; } = Without ?? [];

        /// <summary>Requests at which the framework itself breaks a rule of the checkers.</summary>
        public List<string> Unchecked { get; init; } = Unchecked ?? [];
    }
}
