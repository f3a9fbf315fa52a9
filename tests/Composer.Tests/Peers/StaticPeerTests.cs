// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Tests.Peers;

/// <summary>The same requests for files to nginx and to <c>compose serve</c>: every answer that differs does so for a reason that is listed here.</summary>
public sealed class StaticPeerTests : IDisposable
{
    private const int Count = 5_000;

    private static readonly string[] Names = ["page.txt", "sub", "deep", "index.txt", "other.txt", "none", "gr%c3%bc%c3%9fe.txt", "p%61ge.txt", "a%20b.txt", "you+me.txt", "PAGE.TXT", "page.txt%20", "sub%2Fother.txt", "%ff", "~", "a;b", "x%5Cy", ""];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-peers-").FullName;

    public StaticPeerTests()
    {
        foreach (var name in (string[])["page.txt", "sub/index.txt", "sub/other.txt", "sub/deep/page.txt", "grüße.txt", "a b.txt", "you+me.txt"])
        {
            var path = Path.Combine(_folder, "files", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a path below the folder
            File.WriteAllText(path, name);
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101); // the server's workers are somebody else
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Paths_name_the_files_that_they_name_to_nginx()
    {
        Skip.IfNot(File.Exists("/usr/sbin/nginx"), "/usr/sbin/nginx is not installed");
        var random = new Random(12);
        var requests = Enumerable.Range(0, Count).Select(_ => Request(random)).ToList();
        using var nginx = PeerServer.Nginx(_folder, "index index.txt; absolute_redirect off;");
        using var composer = PeerServer.Composer(_folder, """
            [app:main]
            use = composer:static
            document_root = files
            index = index.txt

            """);

        var different = requests.Zip(nginx.AskAll(requests), composer.AskAll(requests))
            .Select(row => (Request: row.First, Theirs: Seen(row.Second), Ours: Seen(row.Third)))
            .Where(row => row.Theirs != row.Ours && !IsListed(row.Request, row.Theirs, row.Ours))
            .Select(row => $"{row.Request}\n  nginx:    {row.Theirs}\n  composer: {row.Ours}").Distinct().ToList();

        Assert.True(different.Count == 0, $"{different.Count} differences\n{string.Join('\n', different.Take(30))}");
    }

    private static string Seen(PeerAnswer answer) => answer.Status == 200
        ? $"200 {answer["Content-Type"]} {answer["Content-Length"]} {answer["Accept-Ranges"]} {Encoding.UTF8.GetString(answer.Body)}"
        : $"{answer.Status} {answer["Location"]}";

    private static bool IsListed(PeerRequest request, string theirs, string ours) =>
        (request.Method is "POST" or "DELETE" && ours == "405 ") // whether the file is there or not: the answer names the methods (RFC 9110 §15.5.6)
        || ours == theirs.Replace("301 /", "308 /", StringComparison.Ordinal) // §15.4.9: the method stays
        || (theirs, ours) is ("403 ", "404 "); // a directory without index: that it is there is not told

    private static PeerRequest Request(Random random)
    {
        var target = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "/" + Names[random.Next(Names.Length)]));
        return new PeerRequest(random.Next(10) switch { 0 => "POST", 1 => "DELETE", 2 => "HEAD", _ => "GET" }, target + (random.Next(4) == 0 ? "?x=%20&y" : ""));
    }
}
