// SPDX-License-Identifier: MIT
namespace Composer.Tests.Peers;

/// <summary>The same requests to Apache and to <c>compose serve</c>, with the same log format: every line that differs does so for a reason that is listed here.</summary>
public sealed class AccessLogPeerTests : IDisposable
{
    private const int Count = 10_000;

    // The pages of errors differ, and so do their lengths.
    private const string Format =
        """%h %l %u "%r" %s %>s %200,206,304b %200,206,304B %m "%U" "%q" %H %V "%{Referer}i" "%{User-Agent}i" "%{X-A}i" %{Accept-Ranges}o "%{sid}C" %X %{Host}i %404{Referer}i %!200,404{Range}i 100%%""";

    private static readonly string[] Targets =
    [
        "/page.txt", "/page.txt", "/page.txt?", "/page.txt?x=1&y=2", "/page.txt?q=%20%22\"'<>", "/missing", "/a%20b", "/%22quoted%22", "/gr%c3%bc%c3%9fe.txt", "/p%61ge.txt", "/a%5Cb", "/page.txt%3Fx", "/page.txt/",
        "//page.txt", "/page.txt??", "/~joe", "/%7e;x=1", "/x?" + new string('y', 500), "/a%09b", "/%e9", "http://localhost/page.txt?full",
    ];

    private static readonly string[] Values =
        ["plain", "with \"quotes\"", "back\\slash", "b\u00fccher", "\u00c3\u00bc", "tab\tinside", "", "a, b", "100%", "sid=1", "a=b; sid=x", "xsid=1; sid=\"q v\"; sid=2", "sid=; a=1", "sid=a=b", new string('z', 300), "<script>", "\\x41", "http://r/?token=1"];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-peers-").FullName;

    public AccessLogPeerTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "files"));
        File.WriteAllText(Path.Combine(_folder, "files", "page.txt"), "twelve bytes");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101); // Apache's workers are somebody else
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Lines_are_those_of_Apache()
    {
        Skip.IfNot(File.Exists("/usr/sbin/apache2"), "/usr/sbin/apache2 is not installed");
        var random = new Random(11);
        var requests = Enumerable.Range(0, Count).Select(_ => Request(random)).ToList();

        var theirs = Lines("apache.log", requests, () => PeerServer.Apache(_folder, $"LogFormat \"{Format.Replace("\"", "\\\"", StringComparison.Ordinal)}\" all\nCustomLog {_folder}/apache.log all"));
        var ours = Lines("composer.log", requests, () => PeerServer.Composer(_folder, $"""
            [pipeline:main]
            pipeline = log files
            [filter:log]
            use = composer:access_log
            file = composer.log
            redact =
            format = {Format.Replace("%", "%%", StringComparison.Ordinal)}
            [app:files]
            use = composer:static
            document_root = files

            """));

        var different = requests.Zip(theirs, ours).Where(row => row.Second != row.Third && !IsListed(row.First))
            .Select(row => $"{row.First}\n  apache:   {row.Second}\n  composer: {row.Third}").ToList();
        Assert.True(different.Count == 0, $"{different.Count} differences\n{string.Join('\n', different.Take(12))}");
    }

    private static bool IsListed(PeerRequest request) =>
        request.Target.StartsWith("//", StringComparison.Ordinal) // Apache folds slashes before it looks for the file; PATH_INFO is what the client sent (PEP 3333)
        || request.ToString().Contains('\t', StringComparison.Ordinal) || request.Target.Contains("%09", StringComparison.Ordinal) // "\t" there; here everything that is not printable is \xhh
        || (request.Method == "HEAD" && request.Headers.Any(header => header.Name == "Range")); // Range is for GET alone (RFC 9110 §14.2)

    private List<string> Lines(string log, List<PeerRequest> requests, Func<PeerServer> start)
    {
        var path = Path.Combine(_folder, log);
        using var server = start();
        Assert.Equal(requests.Count, server.AskAll(requests).Count());
        var lines = new List<string>();
        SpinWait.SpinUntil(() => (lines = [.. Read(path).Split('\n', StringSplitOptions.RemoveEmptyEntries)]).Count == requests.Count, TimeSpan.FromSeconds(30)); // the last ones come after their answers
        Assert.Equal(requests.Count, lines.Count);
        return lines;
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static PeerRequest Request(Random random)
    {
        var headers = new List<(string, string)>();
        foreach (var name in (string[])["Referer", "User-Agent", "X-A", "Cookie", "X-A"])
        {
            if (random.Next(3) > 0)
            {
                headers.Add((name, Values[random.Next(Values.Length)]));
            }
        }
        if (random.Next(4) == 0)
        {
            headers.Add(("Range", random.Next(2) == 0 ? "bytes=0-3" : "bytes=900-"));
        }
        return new PeerRequest(random.Next(4) == 0 ? "HEAD" : "GET", Targets[random.Next(Targets.Length)], [.. headers]);
    }
}
