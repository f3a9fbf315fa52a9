// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Peers;

/// <summary>The same random headers to components and to Apache or nginx: every difference is one that is listed here, with its reason.</summary>
public sealed partial class HttpFuzzTests : IDisposable
{
    private const int Count = 10_000;
    private const int AtOnce = 50;
    private const string Date = "Fri, 02 Jan 2026 03:04:05 GMT";

    // Each byte says where it is, as well as a byte can.
    private static readonly string Page = string.Concat(Enumerable.Range(0, 125).Select(i => i.ToString("x8", CultureInfo.InvariantCulture)));

    private static readonly string[] Numbers = ["0", "1", "5", "8", "99", "100", "499", "500", "991", "998", "999", "1000", "1001", "5000", "99999999999999999999", ""];
    private static readonly string[] Tags = ["{TAG}", "W/{TAG}", "\"other\"", "W/\"other\"", "*", "{TAG}x", "\"\"", "other", "\"a,b\"", ""];

    private static readonly string[] Dates =
    [
        Date, "Fri, 02 Jan 2026 03:04:06 GMT", "Fri, 02 Jan 2026 03:04:04 GMT", "Friday, 02-Jan-26 03:04:05 GMT", "Fri Jan  2 03:04:05 2026", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
        "2026-01-02T03:04:05Z", "yesterday", "0", "", "Fri, 02 Jan 2026 03:04:05", "Fri, 02 Foo 2026 03:04:05 GMT", "1767323045",
    ];

    private static readonly string[] Codings = ["gzip", "GZIP", "x-gzip", "br", "deflate", "identity", "*", "compress", "gzipx", "gz", "zstd"];
    private static readonly string[] Weights = ["", "", "", ";q=1", ";q=0", ";q=0.5", "; q=0.8", ";q=0.000", ";q=0.001", ";q=1.000", " ;q=0.3", ";q=2", ";q=x", ";q=", ";level=1", ";Q=0.4"];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-peers-").FullName;

    public HttpFuzzTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "files"));
        File.WriteAllText(Path.Combine(_folder, "files", "page.txt"), Page);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "files", "page.txt"), new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101); // the server's workers are somebody else
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Ranges_are_those_of_Apache()
    {
        SkipWithout("/usr/sbin/apache2");
        using var apache = PeerServer.Apache(_folder, "MaxRanges unlimited\nMaxRangeOverlaps unlimited\nMaxRangeReversals unlimited");
        var random = new Random(1);

        await CompareAsync(apache, Served(), () => [("Range", Ranges(random))], answer => answer.Parts(), headers =>
            SuffixOfNothing().IsMatch(headers[0].Value) // RFC 9110 §14.1.2: it cannot be satisfied; Apache ignores the header
            || OddRange().IsMatch(headers[0].Value) // §5.6.1: empty members and spaces are read over; beyond any number is beyond the end; Apache ignores the header
            || WholeAndMore().IsMatch(headers[0].Value) // §14.2: a wrong member makes the header wrong; Apache sends the whole page as a part then
            || Touch(headers[0].Value)); // §14.2: ranges that overlap or touch may be made one, as Apache does, or be answered with the whole page when they ask for more than that
    }

    [SkippableFact]
    public async Task Conditions_are_those_of_Apache()
    {
        SkipWithout("/usr/sbin/apache2");
        using var apache = PeerServer.Apache(_folder, "FileETag MTime Size");
        var random = new Random(2);

        await CompareAsync(apache, Served(), () => Conditions(random), answer => answer.Parts(), headers =>
        {
            var said = headers.ToDictionary(header => header.Name, header => header.Value);
            bool Has(string name) => said.ContainsKey(name);
            return said.Any(one => one.Key is "If-Match" or "If-None-Match" && !TagList().IsMatch(one.Value)) // no grammar of RFC 9110 §13.1.1; Apache takes what it finds at the beginning
                || said.GetValueOrDefault("If-Match")?.Contains("W/", StringComparison.Ordinal) == true // §13.1.1: another member may match; Apache stops at a weak one
                || said.Any(one => one.Key.EndsWith("Since", StringComparison.Ordinal) && !GoodDate().IsMatch(one.Value)) // §13.1.3, §13.1.4: a date that is none counts as absent
                || said.Any(one => one.Value.Contains("9999", StringComparison.Ordinal) || one.Value.Contains("1970", StringComparison.Ordinal)) // Apache takes a date to come, and the first second of 1970, for none
                || said.GetValueOrDefault("If-Range") == "Fri, 02 Jan 2026 03:04:05" // a date without GMT is read here
                || (Has("If-Match") && Has("If-Unmodified-Since")) // §13.1.4: the date does not count then
                || (Has("If-None-Match") && Has("If-Modified-Since")) || (Has("If-Unmodified-Since") && (Has("If-None-Match") || Has("If-Modified-Since"))) // §13.1.3, §13.2.2: a date that holds does not count then; Apache wants all of them
                || (Has("Range") && (Has("If-None-Match") || Has("If-Modified-Since"))); // §13.2.2: they come before If-Range, and §13.1.2: tags are compared weakly, Range or not
        });
    }

    [SkippableFact]
    public async Task Ranges_are_those_of_nginx()
    {
        SkipWithout("/usr/sbin/nginx");
        using var nginx = PeerServer.Nginx(_folder, "");
        var random = new Random(6);

        await CompareAsync(nginx, Served(), () => [("Range", Ranges(random))], answer => answer.Parts(), headers =>
            !IsRanges(headers[0].Value) // RFC 9110 §14.2: what is no range may be ignored; nginx answers 416
            || OddRange().IsMatch(headers[0].Value)); // §14.1.2: beyond any number is beyond the end; to nginx it is no number
    }

    [SkippableFact]
    public async Task Conditions_are_those_of_nginx()
    {
        SkipWithout("/usr/sbin/nginx");
        using var nginx = PeerServer.Nginx(_folder, "if_modified_since before;");
        var random = new Random(7);

        // It closes the connection after a 412, so those are compared with Apache's only.
        await CompareAsync(nginx, Served(), () => [.. Conditions(random).Where(header => header.Name is not ("If-Match" or "If-Unmodified-Since"))], answer => answer.Parts(), headers =>
        {
            var said = headers.ToDictionary(header => header.Name, header => header.Value);
            return (said.ContainsKey("If-None-Match") && said.ContainsKey("If-Modified-Since")) // RFC 9110 §13.1.3: the date does not count then; nginx wants both to hold
                || said.Any(one => one.Value.Contains("Foo", StringComparison.Ordinal)); // §13.1.3: a date that is none counts as absent; to nginx Foo is a month
        });
    }

    [SkippableFact]
    public async Task Gzip_is_chosen_as_by_nginx()
    {
        SkipWithout("/usr/sbin/nginx");
        using var nginx = PeerServer.Nginx(_folder, "gzip on; gzip_types text/plain; gzip_vary on;");
        var random = new Random(3);

        await CompareAsync(nginx, Compressed(), () => [("Accept-Encoding", Accepted(random))], Coding, IsListed);
    }

    [SkippableFact]
    public async Task Gzip_is_chosen_as_by_Apache()
    {
        SkipWithout("/usr/sbin/apache2");
        using var apache = PeerServer.Apache(_folder, "SetOutputFilter DEFLATE", "filter", "deflate");
        var random = new Random(4);

        await CompareAsync(apache, Compressed(), () => [("Accept-Encoding", Accepted(random))], Coding, IsListed);
    }

    [Fact]
    public void Whatever_a_client_sends_a_pipeline_answers_with_what_the_RFC_has()
    {
        var random = new Random(5);
        int[] statuses = [200, 206, 304, 412, 416];
        var site = new Conditional(new Compress(new() { MinimumSize = 1 }, new Cache(new() { DefaultTtl = TimeSpan.FromMinutes(1) }, new ETag(new(), Served()), new("cache", _folder), TimeProvider.System, NullLogger<Cache>.Instance), TimeProvider.System));
        for (var i = 0; i < Count; i++)
        {
            (string Name, string Value)[] headers = [.. Conditions(random).Select(Tagged), ("Accept-Encoding", Accepted(random)), .. random.Next(2) == 0 ? [("Range", Ranges(random))] : Array.Empty<(string, string)>()];

            var result = Wsgi.Get("/page.txt", site, headers);

            Assert.True(statuses.Contains(result.StatusCode), $"{result.Status} for {Text(headers)}");
        }
    }

    private static (string Name, string Value) Tagged((string Name, string Value) header) => (header.Name, header.Value.Replace("{TAG}", "\"x\"", StringComparison.Ordinal));

    private static async Task CompareAsync(PeerServer peer, IWsgiApp own, Func<(string Name, string Value)[]> headers, Func<PeerAnswer, string> look, Func<(string Name, string Value)[], bool> isListed)
    {
        var (theirTag, ourTag) = (peer.GetAll("/page.txt", [[]]).Single()["ETag"] ?? "", Wsgi.Get("/page.txt", own).Headers["ETag"] ?? "");
        var questions = Enumerable.Range(0, Count).Select(_ => headers()).ToList();
        var answers = peer.GetAll("/page.txt", questions.Select(asked => With(asked, theirTag)));
        var different = new SortedSet<string>(Comparer<string>.Create((a, b) => a.Length == b.Length ? string.CompareOrdinal(a, b) : a.Length - b.Length));
        foreach (var some in questions.Zip(answers).Chunk(AtOnce))
        {
            var results = await Task.WhenAll(some.Select(one => Wsgi.RequestAsync("GET", "/page.txt", own, headers: With(one.First, ourTag))));
            foreach (var ((asked, answer), result) in some.Zip(results))
            {
                var (theirs, ours) = (look(answer), look(PeerAnswer.Of(result)));
                if (theirs != ours && !isListed(asked))
                {
                    different.Add($"{Text(asked)}\n  theirs: {theirs}\n  ours:   {ours}");
                }
            }
        }
        Assert.True(different.Count == 0, $"{different.Count} differences\n{string.Join('\n', different.Take(40))}");
    }

    // RFC 9110 §12.5.3: "*" stands for gzip too, and identity may be liked better; §8.4.1.3: x-gzip is gzip; §12.4.2: what is no weight, or another parameter, is no grammar.
    // Both servers only look for the first gzip, nginx even within a word; of two the last one counts here. To Apache "q=0 ," is not zero.
    private static bool IsListed((string Name, string Value)[] headers) => OddCoding().IsMatch(headers[0].Value);

    private static bool IsRanges(string value) => RangeList().Match(value) is { Success: true } list
        && list.Groups["both"].Captures.All(both => both.Value.Split('-') is [var first, var last] && decimal.Parse(first, CultureInfo.InvariantCulture) <= decimal.Parse(last, CultureInfo.InvariantCulture));

    private static bool Touch(string value)
    {
        var last = Page.Length - 1;
        var ranges = Specs().Matches(value).Select(spec => (First: spec.Groups["first"].Value, Last: spec.Groups["last"].Value))
            .Select(spec => spec.First.Length == 0 ? (First: Math.Max(0, Page.Length - int.Parse(spec.Last, CultureInfo.InvariantCulture)), Last: last)
                : (First: int.Parse(spec.First, CultureInfo.InvariantCulture), Last: spec.Last.Length == 0 ? last : Math.Min(last, int.Parse(spec.Last, CultureInfo.InvariantCulture))))
            .Where(range => range.First <= range.Last).Order().ToList();
        return ranges.Zip(ranges.Skip(1)).Any(pair => pair.Second.First <= pair.First.Last + 1);
    }

    private static (string, string)[] With((string Name, string Value)[] headers, string tag) =>
        Array.ConvertAll(headers, header => (header.Name, header.Value.Replace("{TAG}", tag, StringComparison.Ordinal)));

    private static string Text((string Name, string Value)[] headers) => string.Join("; ", headers.Select(header => $"{header.Name}: {header.Value}"));

    private static string Coding(PeerAnswer answer) => $"{answer.Status} {answer["Content-Encoding"]}";

    private Static Served() => new(new() { DocumentRoot = "files", Precompressed = [] }, new("files", _folder));

    private Compress Compressed() => new(new() { Codings = ["gzip"] }, Served(), TimeProvider.System);

    private static string Ranges(Random random)
    {
        var unit = random.Next(20) switch { 0 => "Bytes", 1 => "items", 2 => "bytes ", _ => "bytes" };
        var specs = Enumerable.Range(0, random.Next(1, random.Next(2, 7))).Select(_ => Spec(random));
        return $"{unit}{(random.Next(30) == 0 ? "" : "=")}{string.Join(random.Next(3) == 0 ? ", " : ",", specs)}".Trim();
    }

    private static string Spec(Random random) => random.Next(12) switch
    {
        0 => Pick(random, Numbers),
        1 => Pick(random, ["x-y", "1-x", "--5", "5--", "+1-5", " 3 - 9 ", "0x1-5", "1.5-7", "-"]),
        2 => "-" + Pick(random, Numbers),
        3 => Pick(random, Numbers) + "-",
        _ => $"{Pick(random, Numbers)}-{Pick(random, Numbers)}",
    };

    private static (string Name, string Value)[] Conditions(Random random)
    {
        var headers = new List<(string, string)>();
        foreach (var name in (string[])["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"])
        {
            if (random.Next(3) == 0)
            {
                headers.Add((name, name.EndsWith("Since", StringComparison.Ordinal) || (name == "If-Range" && random.Next(2) == 0) ? Pick(random, Dates) : string.Join(random.Next(2) == 0 ? ", " : ",", Enumerable.Range(0, random.Next(1, 3)).Select(_ => Pick(random, Tags)))));
            }
        }
        if (random.Next(2) == 0)
        {
            headers.Add(("Range", "bytes=5-9"));
        }
        return [.. headers];
    }

    private static string Accepted(Random random) =>
        string.Join(Pick(random, [",", ", ", " , "]), Enumerable.Range(0, random.Next(0, 6)).Select(_ => Pick(random, Codings) + Pick(random, Weights))).Trim();

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];

    [GeneratedRegex(@"(^|[=,\s])-0*\s*(,|$)")]
    private static partial Regex SuffixOfNothing();

    [GeneratedRegex(@"\s|=,|,,|,$|\d{15}")]
    private static partial Regex OddRange();

    [GeneratedRegex("""^(\*|(W/)?("[^"]*"|\{TAG\})(\s*,\s*(W/)?("[^"]*"|\{TAG\}))*)$""")]
    private static partial Regex TagList();

    [GeneratedRegex(@"[=,]0-,|,0-$|[=,]0-\d{3,4},|,0-\d{3,4}$")]
    private static partial Regex WholeAndMore();

    [GeneratedRegex(@"(?<=[=,])((?<first>\d+)-(?<last>\d*)|-(?<last>\d+))(?=,|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Specs();

    [GeneratedRegex(@"^bytes=((?<both>\d+-\d+)|\d+-|-\d+)(, ?((?<both>\d+-\d+)|\d+-|-\d+))*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex RangeList();

    [GeneratedRegex("GMT$|^Fri Jan")]
    private static partial Regex GoodDate();

    [GeneratedRegex(@"\*|x-gzip|gzipx|identity|q=(2|x|\s*(,|$))|level|gzip.*gzip|q=0(\.0+)? ,", RegexOptions.IgnoreCase)]
    private static partial Regex OddCoding();

    private static void SkipWithout(string program) => Skip.IfNot(File.Exists(program), $"{program} is not installed");
}
