// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class AuthDigestTests : IDisposable
{
    private const string Realm = "tag:clarkevans.com,2005:testing";

    private readonly string _file = Path.GetTempFileName();
    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<AuthDigest> _log = new();

    private static IWsgiApp Echo => Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(environ.RemoteUser + "|" + environ.GetText(EnvironKey.AuthType))));

    public void Dispose() => File.Delete(_file);

    // RFC 7616 §3.9.1 and §3.9.2 (erratum: the user of the latter is not hashed here).
    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_proof_is_the_one_of_RFC_7616(string algorithm, string proof)
    {
        var header = $"""
            Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm={algorithm},
            nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth,
            response="{proof}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
            """.ReplaceLineEndings(" ");

        var credentials = DigestCredentials.Parse(header);

        Assert.NotNull(credentials);
        var secret = credentials.Algorithm.Secret("Mufasa", "http-auth@example.org", "Circle of Life"u8.ToArray());
        Assert.True(credentials.Proves(secret, "GET", null));
        Assert.False(credentials.Proves(secret, "POST", null));
        Assert.False(credentials.Proves(credentials.Algorithm.Secret("Mufasa", "http-auth@example.org", "Circle of Lies"u8.ToArray()), "GET", null));
    }

    [Fact]
    public void There_is_one_challenge_for_each_algorithm_the_strongest_first()
    {
        var result = Wsgi.Get("/", Digest(new() { Users = ["bing:gnib"], Algorithms = ["md5", "sha-256", "MD5-sess", "SHA-256-sess"] }));

        Assert.Equal(401, result.StatusCode);
        Assert.Equal(0, result.Calls);
        var challenges = result.Headers.GetAll("WWW-Authenticate").ToArray();
        Assert.Equal(["SHA-256", "SHA-256-sess", "MD5", "MD5-sess"], challenges.Select(challenge => DigestClient.Read(challenge)["algorithm"]));
        Assert.All(challenges, challenge => Assert.StartsWith($"Digest realm=\"{Realm}\", qop=\"auth\", algorithm=", challenge, StringComparison.Ordinal));
        Assert.DoesNotContain("stale", challenges[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SHA-256")]
    [InlineData("SHA-256-sess")]
    [InlineData("MD5")]
    [InlineData("MD5-sess")]
    public void Who_knows_the_password_is_let_in_and_named(string algorithm)
    {
        var app = Digest(new() { Users = ["bing:gnib"], Algorithms = [algorithm] });
        var client = Client(app, algorithm);

        var first = Ask(app, client.Header());
        var second = Ask(app, client.Header());

        Assert.Equal((200, "bing|Digest"), (first.StatusCode, first.Text));
        Assert.Equal(200, second.StatusCode);
    }

    [Fact]
    public void A_session_key_may_be_made_of_the_first_client_nonce()
    {
        var app = Digest(new() { Users = ["bing:gnib"], Algorithms = ["SHA-256-sess"] });
        var client = Client(app, "SHA-256-sess") with { SessionNonce = "first" };

        Assert.Equal(200, Ask(app, (client with { ClientNonce = "first" }).Header()).StatusCode);
        Assert.Equal(200, Ask(app, (client with { ClientNonce = "second", Count = 2 }).Header()).StatusCode);
        Assert.Equal(401, Ask(app, (client with { ClientNonce = "third", SessionNonce = "other", Count = 3 }).Header()).StatusCode);
    }

    [Theory]
    [InlineData("bad", "bing", "/")]
    [InlineData("gnib", "bong", "/")]
    [InlineData("", "", "/")]
    [InlineData("gnib", "bing", "/secret")]
    [InlineData("gnib", "bing", "/?x=1")]
    [InlineData("gnib", "bing", "")]
    public void A_wrong_password_user_or_target_is_challenged_again(string password, string user, string uri)
    {
        var app = Digest();
        var client = Client(app, "MD5") with { Password = password, User = user, Uri = uri };

        var result = Ask(app, client.Header());

        Assert.Equal((401, 0), (result.StatusCode, result.Calls));
        Assert.DoesNotContain("stale", result.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_target_is_the_one_on_the_wire_with_its_query_and_spelling()
    {
        var app = Digest();
        var client = Client(app, "MD5");

        Assert.Equal(200, Wsgi.Get("/a%20b//c?q=%41", app, ("Authorization", (client with { Uri = "/a%20b//c?q=%41" }).Header())).StatusCode);
        Assert.Equal(401, Wsgi.Get("/a%20b//c?q=%41", app, ("Authorization", (client with { Uri = "/a%20b//c?q=A", Count = 2 }).Header())).StatusCode);
    }

    [Fact]
    public void A_replayed_request_is_stale_and_the_user_is_not_asked_again()
    {
        var app = Digest();
        var header = Client(app, "MD5").Header();

        Ask(app, header);
        var result = Ask(app, header);

        Assert.Equal((401, 0), (result.StatusCode, result.Calls));
        Assert.All(result.Headers.GetAll("WWW-Authenticate"), challenge => Assert.Contains("stale=true", challenge, StringComparison.Ordinal));
        Assert.Contains(_log.Entries, entry => entry.Message.Contains("127.0.0.1 refused: the nonce is used up", StringComparison.Ordinal));
    }

    [Fact]
    public void Requests_may_overtake_each_other_but_not_by_far()
    {
        var app = Digest();
        var client = Client(app, "MD5");

        int[] order = [3, 1, 2, 70, 8, 7, 6, 69, 70];
        var statuses = order.Select(count => Ask(app, (client with { Count = count }).Header()).StatusCode);

        Assert.Equal([200, 200, 200, 200, 200, 200, 401, 200, 401], statuses);
    }

    [Fact]
    public void A_nonce_ends_with_its_time()
    {
        var app = Digest(new() { Users = ["bing:gnib"], NonceTime = TimeSpan.FromSeconds(10) });
        var client = Client(app, "SHA-256");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, Ask(app, (client with { Count = 1 }).Header()).StatusCode);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var result = Ask(app, (client with { Count = 2 }).Header());

        Assert.Contains("stale=true", result.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_nonce_of_another_process_is_stale_and_an_invented_one_too()
    {
        var app = Digest();
        var foreign = Client(Digest(), "MD5");
        var changed = foreign.Nonce[0] == 'A' ? "B" : "A";

        Assert.Contains("stale=true", Ask(app, foreign.Header()).Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Contains("stale=true", Ask(app, (foreign with { Nonce = changed + foreign.Nonce[1..] }).Header()).Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Contains("stale=true", Ask(app, (foreign with { Nonce = "!!" + foreign.Nonce[2..] }).Header()).Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Contains("stale=true", Ask(app, (foreign with { Nonce = foreign.Nonce[..^2] + "  " }).Header()).Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Contains("stale=true", Ask(app, (foreign with { Nonce = "x" }).Header()).Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_nonce_of_another_process_is_good_where_both_have_the_same_secret()
    {
        const string Secret = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
        var other = Client(Digest(new() { Users = ["bing:gnib"], Secret = [Secret] }), "SHA-256");
        var header = other.Header();
        var app = Digest(new() { Users = ["bing:gnib"], Secret = ["0ther" + Secret, Secret] });

        Assert.Equal(200, Ask(app, header).StatusCode);
        Assert.Contains("stale=true", Ask(app, header).Headers["WWW-Authenticate"], StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(-10));
        Assert.Equal(200, Ask(Digest(new() { Users = ["bing:gnib"], Secret = [Secret] }), header).StatusCode);
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Contains("stale=true", Ask(app, other.Header()).Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Contains("compose secret", Assert.Throws<ArgumentException>(() => Digest(new() { Users = ["bing:gnib"], Secret = ["short"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_forgotten_to_make_room_cannot_be_replayed()
    {
        var app = Digest(new() { Users = ["bing:gnib"], NonceEntries = 4 });
        var headers = Enumerable.Range(0, 20).Select(_ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Client(app, "MD5").Header();
        }).ToArray();

        Assert.All(headers, header => Assert.Equal(200, Ask(app, header).StatusCode));
        Assert.All(headers, header => Assert.Equal(401, Ask(app, header).StatusCode));
    }

    [Theory]
    [InlineData("Basic YWRtaW46czNjcjN0")]
    [InlineData("Digest")]
    [InlineData("Digest ")]
    [InlineData("Digest x")]
    [InlineData("Digest username")]
    [InlineData("Digest username=\"bing")]
    [InlineData("Digest =,=,=")]
    [InlineData("Digest username=\"bing\" realm=\"x\"")]
    [InlineData("Digest \u00ff\u0001")]
    public void An_unusable_header_is_a_challenge_and_never_an_error(string header)
    {
        Assert.Equal(401, Ask(Digest(), header).StatusCode);
    }

    [Theory]
    [InlineData("qop=auth", "qop=auth-int")]
    [InlineData("qop=auth, ", "")]
    [InlineData("nc=00000001", "nc=1")]
    [InlineData("nc=00000001", "nc=0000000g")]
    [InlineData("nc=00000001", "nc=00000000")]
    [InlineData("cnonce=\"c\"", "cnonce=\"\"")]
    [InlineData("algorithm=MD5", "algorithm=SHA-1")]
    [InlineData("algorithm=MD5", "algorithm=SHA-256")]
    [InlineData("username=\"bing\"", "username=\"bing\", username=\"root\"")]
    [InlineData("username=\"bing\"", "username=\"bing\", userhash=true")]
    [InlineData("realm=\"tag", "realm=\"gat")]
    public void Every_part_must_be_there_once_and_right(string part, string other)
    {
        var app = Digest();
        var header = Client(app, "MD5").Header();
        Assert.Contains(part, header, StringComparison.Ordinal);

        Assert.Equal(401, Ask(app, header.Replace(part, other, StringComparison.Ordinal)).StatusCode);
    }

    [Fact]
    public void Ten_thousand_changed_headers_are_never_accepted_and_never_an_error()
    {
        var app = Digest();
        var client = Client(app, "SHA-256");
        var random = new Random(1);
        for (var i = 1; i <= 10_000; i++)
        {
            var header = (client with { Count = i }).Header().ToCharArray();
            var at = random.Next(7, header.Length);
            var before = header[at];
            header[at] = (char)random.Next(1, 256);
            var status = Ask(app, new string(header)).StatusCode;

            // Names and hexadecimal digits have no case, blanks between the parts no meaning.
            Assert.True(status == 401 || char.ToLowerInvariant(before) == char.ToLowerInvariant(header[at]) || " \t,".Contains(header[at], StringComparison.Ordinal), new string(header));
        }
    }

    [Fact]
    public void The_file_is_the_one_of_htdigest_and_read_again_when_it_changes()
    {
        var sha256 = DigestAlgorithm.Find("SHA-256")!.Secret("bing", Realm, "gnib"u8.ToArray());
        File.WriteAllText(_file, $"# comment\nnobody\nbing:{Realm.Replace(':', '_')}:{sha256}\nbing:other:{sha256}\n");
        var app = Digest(new() { Htdigest = _file, Realm = "other" });
        var client = Client(app, "SHA-256") with { Realm = "other" };
        Assert.Equal(401, Ask(app, client.Header()).StatusCode);

        var right = DigestAlgorithm.Find("SHA-256")!.Secret("bing", "other", "gnib"u8.ToArray());
        File.WriteAllText(_file, $"bing:other:{right.ToUpperInvariant()}\nbing:other:{sha256}\n");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, Ask(app, (client with { Count = 2 }).Header()).StatusCode);

        File.WriteAllText(_file, "");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, Ask(app, (client with { Count = 3 }).Header()).StatusCode);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains($"{_file}:2 is not of the form user:realm:digest", StringComparison.Ordinal));
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("the last good one stays in use", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hash_that_a_user_of_the_file_lacks_is_not_offered()
    {
        var (md5, sha256) = (new string('a', 32), new string('a', 64));
        File.WriteAllText(_file, $"joe:staff:{md5}\njoe:staff:{sha256}\nsue:staff:{md5}\nsue:other:{sha256}\n");

        var challenges = Wsgi.Get("/", Digest(new() { Htdigest = _file, Realm = "staff" })).Headers.GetAll("WWW-Authenticate");

        Assert.Equal(["MD5"], challenges.Select(challenge => DigestClient.Read(challenge)["algorithm"]));
    }

    [Theory]
    [InlineData("username=\"J\u00c3\u00a4s\u00c3\u00b8n\"")]
    [InlineData("username*=UTF-8''J%C3%A4s%C3%B8n")]
    public void A_name_that_is_not_ASCII_is_a_native_string(string username)
    {
        var app = Digest(new() { Users = ["Jäsøn:gnib"] });
        var client = Client(app, "SHA-256") with { User = "J\u00c3\u00a4s\u00c3\u00b8n" };

        var result = Ask(app, client.Header().Replace($"username=\"{client.User}\"", username, StringComparison.Ordinal));

        Assert.Equal("J\u00c3\u00a4s\u00c3\u00b8n|Digest", result.Text);
    }

    [Fact]
    public void Optional_lets_everybody_pass_and_says_how_to_log_in_when_the_app_asks()
    {
        var app = Digest(new() { Users = ["bing:gnib"], Optional = true });
        var closed = Digest(new() { Users = ["bing:gnib"], Optional = true }, Wsgi.App("401 Unauthorized"));

        Assert.Equal("|", Ask(app, "Digest nonsense").Text);
        Assert.Equal((401, 1), (Ask(closed, Client(closed, "SHA-256").Header()).StatusCode, Ask(closed, "Digest nonsense").Calls));
        Assert.Equal(2, Wsgi.Get("/", closed).Headers.GetAll("WWW-Authenticate").Count());
    }

    [Fact]
    public void Who_is_known_already_is_not_asked()
    {
        var result = Wsgi.Request("GET", "/", Digest(), prepare: environ => environ.RemoteUser = "outer");

        Assert.Equal("outer|", result.Text);
    }

    [Fact]
    public void Somebody_must_be_able_to_log_in()
    {
        var error = Assert.Throws<ArgumentException>(() => Digest(new()));

        Assert.Contains("exactly one of htdigest", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Digest(new() { Users = ["bing:gnib"], Realm = Realm, AllowPlain = false, Algorithms = ["MD5"] }, null, keepPlain: false));
    }

    private AuthDigest Digest(AuthDigestOptions? options = null, IWsgiApp? next = null, bool keepPlain = true)
    {
        options ??= new() { Users = ["bing:gnib"] };
        options = options with { AllowPlain = keepPlain, Realm = options.Realm == "Restricted" ? Realm : options.Realm };
        var filter = new AuthDigest(options, next ?? Echo, new ComponentInfo("main", Path.GetTempPath()), _clock, _log);
        filter.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return filter;
    }

    private static DigestClient Client(IWsgiApp app, string algorithm) =>
        DigestClient.Answering(Wsgi.Get("/", app).Headers.GetAll("WWW-Authenticate"), algorithm, "bing", "gnib");

    private static Result Ask(IWsgiApp app, string header) => Wsgi.Get("/", app, ("Authorization", header));
}
