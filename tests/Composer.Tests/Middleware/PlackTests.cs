// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>The same requests and answers to components and to Plack's middleware: every difference is one that is listed here, with its reason.</summary>
public sealed partial class PlackTests : IDisposable
{
    private const string Date = "Fri, 02 Jan 2026 03:04:05 GMT";

    private static readonly string[] Tags = ["\"x\"", "W/\"x\"", "\"other\"", "*", "\"x\", \"y\"", "\"y\",\"x\"", "x", ""];
    private static readonly string[] Dates = [Date, "Fri, 02 Jan 2026 03:04:06 GMT", "Fri, 02 Jan 2026 03:04:04 GMT", "Friday, 02-Jan-26 03:04:05 GMT", "yesterday", "", Date + "; length=5"];
    private static readonly string[] Codings = ["gzip", "GZIP", "x-gzip", "br", "deflate", "identity", "*", "gzipx"];
    private static readonly string[] Weights = ["", "", "", ";q=1", ";q=0", ";q=0.5", "; q=0.8", ";q=x"];
    private static readonly string[] Texts = ["plain", "with \"quotes\"", "back\\slash", "b\u00fccher", "tab\tinside", "0", "", "100%", new string('z', 300)];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-plack-").FullName;
    private readonly Random _random = new(21);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Conditional_answers_304_where_ConditionalGET_does()
    {
        var questions = Some(10_000, () => Question(
            Pick("GET", "GET", "HEAD", "POST"), Pick(200, 200, 200, 404, 301),
            Maybe("If-None-Match", Tags).Concat(Maybe("If-Modified-Since", Dates)),
            Maybe("ETag", "\"x\"", "W/\"x\"").Concat(Maybe("Last-Modified", Date)).Concat(Maybe("Cache-Control", "max-age=5")).Concat(Maybe("Content-Disposition", "inline"))));

        Compare("conditional", questions, app => new Conditional(app), answer => $"{answer.Status} {answer.Headers} {answer.Body}", (question, _, _) =>
        {
            var (tag, date) = (question.Header("If-None-Match"), question.Header("If-Modified-Since"));
            return question.Status != 200 // RFC 9110 §13.2.1: conditions are of successful answers
                || (tag is not null && (tag.Contains(',', StringComparison.Ordinal) || tag == "*" || tag.Contains("W/", StringComparison.Ordinal) || question.Tag.StartsWith("W/", StringComparison.Ordinal))) // §13.1.2: a list, compared weakly; Plack compares the text
                || (date is not null && (date != Date || tag is not null)) // §13.1.3: later dates hold too, in each of three forms, and none beside a tag; Plack compares the text, up to a semicolon
                || (question.Tag.Length > 0 && question.Answer.Contains("Last-Modified")); // §13.2.2: one of them is enough; Plack wants both
        });
    }

    [SkippableFact]
    public void Head_and_content_length_say_what_Placks_say()
    {
        var questions = Some(2_000, () => Question(Pick("GET", "HEAD", "POST"), Pick(200, 204, 304, 404, 500), [], Maybe("ETag", "\"x\"").Concat(Maybe("Content-Length", "7")), "1234567"))
            .Concat(Some(200, () => Question(Pick("GET", "HEAD", "POST"), Pick(200, 404), [], [], ""))).ToList();

        Compare("head", questions, app => new Head(new ContentLength(app)), answer => $"{answer.Status} {answer.Headers} {answer.Body}", (question, _, _) =>
            question.Method == "HEAD" && question.Body.Length == 0); // RFC 9110 §8.6: the empty body of an answer to HEAD does not say that GET's is empty
    }

    [SkippableFact]
    public void Compress_chooses_and_varies_as_Deflater()
    {
        var page = string.Concat(Enumerable.Repeat("A line of a page. ", 50));
        var questions = Some(10_000, () => Question(
            "GET", Pick(200, 200, 404, 204), [("Accept-Encoding", string.Join(Pick(",", ", "), Some(_random.Next(5), () => Pick(Codings) + Pick(Weights))))],
            Maybe("Vary", "Cookie", "Accept-Encoding, Cookie", "*").Concat(Maybe("Cache-Control", "no-transform", "max-age=1")).Concat([("Content-Type", Pick("text/plain", "text/html; charset=utf-8", "image/png", "application/json"))]), page));

        Compare("deflater", questions, app => new Compress(new() { Codings = ["gzip"], Types = ["text/plain", "text/html", "application/json"] }, app, TimeProvider.System), Encoded, (question, _, _) =>
            OddCoding().IsMatch(question.Header("Accept-Encoding")!) // RFC 9110 §12.5.3: weights count, "*" is gzip too, and x-gzip; Plack looks for the word, and offers deflate
            || question.Header("Accept-Encoding")!.Contains("GZIP", StringComparison.Ordinal) // §8.4.1: codings have no case
            || question.Answer.Contains("no-transform") // it is said of every answer of that type; Plack does not say it of this one
            || question.Answer.Contains("*") || question.Answer.Contains("Accept-Encoding, Cookie")); // Vary is merged; Plack appends
    }

    [SkippableFact]
    public void A_method_is_overridden_by_the_header_as_by_MethodOverride()
    {
        string[] methods = ["PUT", "put", "DELETE", "Patch", "GET", "HEAD", "OPTIONS", "TRACE", "CONNECT", "FOO", "", "POST"];
        var questions = Some(2_000, () => Question(Pick("GET", "POST", "PUT"), 200, Maybe("X-HTTP-Method-Override", methods), []));

        Compare("method_override", questions, app => new MethodOverride(new(), app), answer => answer.Method, (question, _, _) =>
            question.Header("X-HTTP-Method-Override") is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "CONNECT"); // what protects against forged requests lets some of these pass, and none needs a POST
    }

    [SkippableFact]
    public void Lines_of_the_log_are_those_of_AccessLog()
    {
        const string format = """%h %l %u "%r" %>s %b %m "%U" "%q" %H %v %p "%{Referer}i" "%{User-Agent}i" "%{X-Out}o" %% x""";
        RecordingLogger log = new();
        var questions = Some(3_000, () => Question(
            Pick("GET", "GET", "GET", "POST", "HEAD"), Pick(200, 404, 302), Maybe("Referer", Texts).Concat(Maybe("User-Agent", Texts)), Maybe("X-Out", "out", "b\u00fccher"), Pick("1234567", "1234567", "1234567", ""), Pick("/", "/x", "/a b", "/b\u00c3\u00bc", "/a\"b"), Pick("", "", "x=1", "q=%20\"")) with { Format = format });

        Compare("access_log", questions, app => new AccessLog(new() { Format = format, SetupConsoleHandler = false }, app, new ComponentInfo("log", "/"), TimeProvider.System, log = new()), answer => answer.Line ?? Assert.Single(log.Messages), (question, theirs, _) =>
            question.Headers.Values.Append(question.Path).Append(question.Query).Any(text => text.Contains('"', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal)) // Apache escapes both; Plack leaves them, and a line can be forged
            || question.Headers.ContainsValue("") // Apache writes "" for a header that is there and empty
            || question.Body.Length == 0 || question.Method == "HEAD"); // "-" for nothing, as Apache; Plack writes 0, or what Content-Length says of HEAD
    }

    [SkippableFact]
    public void Paths_name_the_files_that_they_name_to_App_File()
    {
        string[] names = ["a.txt", "sub", "page.html", "..", ".", "", ".secret", "gr\u00c3\u00bc\u00c3\u009fe.txt", "a\\b", "none", "link.txt", "A.TXT", "a.txt ", "root", "outside.txt", "..."];
        foreach (var name in (string[])["root/a.txt", "root/sub/a.txt", "root/sub/page.html", "root/.secret", "root/grüße.txt", "root/page.html", "outside.txt", "root-old/a.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!); // a path below the folder
            File.WriteAllText(Path.Combine(_folder, name), name);
        }
        File.CreateSymbolicLink(Path.Combine(_folder, "root", "link.txt"), "a.txt");
        File.CreateSymbolicLink(Path.Combine(_folder, "root", "outside.txt"), "../outside.txt");
        var root = Path.Combine(_folder, "root");
        var questions = Some(10_000, () => Question("GET", 200, [], [], "", string.Concat(Some(_random.Next(1, 5), () => Pick("/", "/", "//", "/../") + Pick(names)))) with { Root = root });

        Compare("file", questions, _ => new Static(new() { DocumentRoot = "root", Charset = "utf-8", Index = [] }, new("files", _folder)), answer => answer.Status == 200 ? $"200 {answer.Header("Content-Type")} {answer.Body}" : answer.Status is 403 or 404 ? "no" : $"{answer.Status}", (question, theirs, ours) =>
            (theirs.Status, ours.Status) is (404, 308) // a directory without its slash
            || (ours.Status == 404 && (DotPath().IsMatch(question.Path) // "." and dotfiles name nothing
                || question.Path.Contains("outside.txt", StringComparison.Ordinal)))); // a link that leads out
    }

    [SkippableFact]
    public void Urlmap_sends_requests_where_App_URLMap_does()
    {
        string[] mounts = ["/", "/a", "/a/b", "/ab", "/long/er/path", "http://example.org/", "http://example.org/a", "http://other.org/x"];
        string[] names = ["a", "b", "ab", "abc", "long", "er", "path", "x", "A", "caf\u00c3\u00a9", ""];
        var questions = Some(10_000, () => Question("GET", 200, [("Host", Pick("example.org", "EXAMPLE.org", "other.org", "unknown", "example.org:80"))], [], "", string.Concat(Some(_random.Next(5), () => "/" + Pick(names)))) with { Mounts = mounts });
        var map = new UrlMap(new UrlMapOptions { Mounts = [.. mounts.Select(mount => KeyValuePair.Create(mount, Answering(mount)))] });

        Compare("urlmap", questions, _ => map, answer => $"{answer.Status} {(answer.Status == 200 ? answer.Body : "")}", (question, _, _) =>
            question.Header("Host") == "EXAMPLE.org" // RFC 9110 §4.2.3: hosts have no case
            || question.Path.Contains("//", StringComparison.Ordinal)); // folded within the mount point only here, nowhere there
    }

    [SkippableFact]
    public void Cascade_answers_what_App_Cascade_does()
    {
        var questions = Some(2_000, () => Question("GET", 200, [], []) with { Catch = Pick<int[]>([404], [404, 405], [403, 404]), Statuses = [.. Some(_random.Next(1, 5), () => Pick(200, 301, 403, 404, 405, 500))] });
        var number = 0;

        Compare("cascade", questions, _ => Cascaded(questions[number++]), answer => $"{answer.Status} {answer.Body}", (_, _, _) => false);
    }

    private static Cascade Cascaded(PlackQuestion question)
    {
        var apps = question.Statuses.Select((status, i) => KeyValuePair.Create($"app{i + 1}", Wsgi.App($"{status} X", $"{status}")));
        return new Cascade(new CascadeOptions { Catch = question.Catch, Apps = [.. apps] }, new RecordingLogger<Cascade>());
    }

    private static IWsgiApp Answering(string name) => Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(Encoding.Latin1.GetBytes($"{name}|{environ.ScriptName}|{environ.PathInfo}"))));

    private static void Compare(string middleware, List<PlackQuestion> questions, Func<IWsgiApp, IWsgiApp> wrap, Func<PlackAnswer, string> look, Func<PlackQuestion, PlackAnswer, PlackAnswer, bool> isListed)
    {
        Skip.IfNot(PlackAnswer.CanAsk, "Debian's libplack-perl is not installed");
        var different = new List<string>();
        var same = 0;
        foreach (var (question, theirs) in questions.Zip(PlackAnswer.Ask(middleware, questions)))
        {
            var ours = question.Ask(wrap);
            var (their, our) = (look(theirs), look(ours));
            if (their == our)
            {
                same++;
            }
            else if (!isListed(question, theirs, ours))
            {
                different.Add($"{question}\n  plack:    {their}\n  composer: {our}");
            }
        }
        Assert.True(different.Count == 0, $"{different.Count} differences\n{string.Join('\n', different.Take(12))}");
        Assert.True(same > questions.Count / 4, $"only {same} of {questions.Count} are the same");
    }

    private static string Encoded(PlackAnswer answer)
    {
        var coding = answer.Header("Content-Encoding");
        var body = Encoding.Latin1.GetBytes(answer.Body);
        using var plain = new MemoryStream();
        if (coding == "gzip")
        {
            new GZipStream(new MemoryStream(body), CompressionMode.Decompress).CopyTo(plain);
        }
        return $"{answer.Status} {coding} {answer.Header("Vary")?.Replace(" ", "", StringComparison.Ordinal)} {(coding == "gzip" ? Encoding.Latin1.GetString(plain.ToArray()) : answer.Body)}";
    }

    private static PlackQuestion Question(string method, int status, IEnumerable<(string Name, string Value)> headers, IEnumerable<(string Name, string Value)> answer, string body = "text", string path = "/", string query = "") =>
        new(method, path, query, headers.ToDictionary(header => header.Name, header => header.Value), status, [.. answer.Where(header => status is not (204 or 304) || !header.Name.StartsWith("Content-", StringComparison.Ordinal)).SelectMany(header => new[] { header.Name, header.Value })], status is 204 or 304 ? "" : body);

    private static List<T> Some<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private IEnumerable<(string Name, string Value)> Maybe(string name, params string[] values) => _random.Next(2) == 0 ? [(name, Pick(values))] : [];

    [GeneratedRegex("q=|x-gzip|gzipx|deflate|identity|[*]")]
    private static partial Regex OddCoding();

    [GeneratedRegex(@"/\.+(/|$)|/\.secret")]
    private static partial Regex DotPath();
}
