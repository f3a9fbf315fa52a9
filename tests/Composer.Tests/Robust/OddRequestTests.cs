// SPDX-License-Identifier: MIT
using Composer.Benchmarks;
using Composer.Middleware;
using Composer.Tests.Middleware.Seams;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Robust;

/// <summary>Requests that nobody sends by mistake, to every filter.</summary>
[Collection("Python")]
public sealed class OddRequestTests : IDisposable
{
    private const int Requests = 1000;

    private static readonly string[] Methods = ["GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "OPTIONS", "DELETE", "FOO"];

    private static readonly string[] Paths = ["/", "//", "/a%2Fb", "/../..", "/%00", "/%ff%fe", "/-/ready", "/-/health", "/old/x", "/a/./b//", "/page.html", "/x?_method=put&%", "/?=&;&&"];

    private static readonly string[] Names =
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Access-Control-Request-Headers", "Access-Control-Request-Method", "Authorization", "Cache-Control", "Content-Encoding", "Content-Type", "Cookie", "Expect",
        "Forwarded", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Origin", "Pragma", "Range", "Referer", "TE", "User-Agent", "X-Forwarded-For",
        "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Request-ID", "X-Requested-With",
    ];

    private static readonly string[] Values =
    [
        "", " ", ",", ",,,", ";", ";;=", "=", "==", "\"", "\"\"", "\\", "*", "*/*", "*/*;q=", "text/html;q=0.5, application/json;q=1.5", "gzip;q=", "gzip;q=2", "br, gzip;q=0.5, *;q=0", "identity;q=0",
        "bytes=", "bytes=-", "bytes=0-0,1-1", "bytes=99999999999999999999-", "bytes=5-1", "W/\"", "W/\"x\"", "\"x\", *", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 99 Foo 1994 08:49:37", "0", "-1", "99999999999999999999",
        "Basic", "Basic =", "Basic Og==", "Basic YWRtaW46czNjcjN0", "Digest", "Digest username=", "Digest username=\"a\", nc=zz", "Bearer", "Bearer a.b.c", "Bearer ...", "a=b; c", "x=\"", "beaker.session.id=..%2F..%2Fx",
        "auth_tkt=00!", "\u00e9\u00ff", "%", "%ZZ", "%2F..%2F", "http://", "https://shop.example", "null", "localhost:x", "[::1", "1.2.3.4, 5.6.7.8", "for=\"", "multipart/form-data", "multipart/form-data; boundary=\"",
        "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + new string('a', 5000), "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=x", "application/json", "text/html;", "text/xml; charset=\u00fe", "no-cache, max-age=, only-if-cached",
        "max-age=99999999999999999999", "only-if-cached", "gzip", "gzip, gzip, deflate", "br", "100-continue", "PUT", "GET", "\t", "XMLHttpRequest", new('a', 5000), new('"', 500), new(',', 500),
    ];

    private static readonly string[] Bodies = ["", "_method=put", "_method=%", "a=1&b&&=;", "--x\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\nput\r\n--x--", "--x\r\n", "{\"a\":", "\u001f\u008b\b\0", "username=a&password=b&came_from=//x"];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-odd-").FullName;

    public static TheoryData<string> Filters => [.. SeamConfig.Filters];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task No_request_makes_a_filter_fail(string filter)
    {
        var loader = new Composer.Loader(new Registry(typeof(Compress).Assembly, typeof(OddRequestTests).Assembly), new HostedPython(), new Services(TimeProvider.System, new RecordingLogger()));
        await using var site = loader.Load(loader.Read(SeamConfig.WriteOdd(_folder, filter)), new SiteRequest { WithServer = false });
        await site.StartAsync(default);
        var random = new Random(filter.Length * 7919 + filter[0]);

        for (var i = 0; i < Requests; i++)
        {
            var (method, path, body, headers) = (Any(random, Methods), Any(random, Paths), Any(random, Bodies), Headers(random, filter));
            var status = await StatusAsync(site.App, method, path, body, headers);

            Assert.True(status is >= 200 and < 500, $"{status}\n{method} {path}\n{string.Join('\n', headers.Select(header => $"{header.Name}: {header.Value}"))}\n\n{body}");
        }
    }

    // Every other request is one that the filter does something with.
    private static (string Name, string Value)[] Headers(Random random, string filter)
    {
        var own = random.Next(2) == 0 ? FilterTrial.Of(filter).Headers : [];
        var odd = Enumerable.Range(0, random.Next(1, 6)).Select(_ => (Name: Any(random, Names), Value: Any(random, Values)));
        return [.. own.Concat(odd).DistinctBy(header => header.Item1)];
    }

    private static async Task<object> StatusAsync(IWsgiApp app, string method, string path, string body, (string, string)[] headers)
    {
        try
        {
            return (await Wsgi.RequestAsync(method, path, app, body.Length == 0 ? null : body, headers: headers)).StatusCode;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private static string Any(Random random, string[] words) => words[random.Next(words.Length)];
}
