// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class AuthBasicTests : IDisposable
{
    private const string Sha = "{SHA}JauGvtFJymypwcDV23yakTiN3qs="; // s3cr3t

    private const string Users = """
        admin:{SHA}JauGvtFJymypwcDV23yakTiN3qs=
        u_2y:$2y$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy
        u_plain:s3cr3t
        # comment:x
        #comment:{SHA}JauGvtFJymypwcDV23yakTiN3qs=
        u_dup:{SHA}JauGvtFJymypwcDV23yakTiN3qs=
        u_dup:zzz
        u_first_bad:zzz
        u_first_bad:{SHA}JauGvtFJymypwcDV23yakTiN3qs=
        u_real:{SHA}JauGvtFJymypwcDV23yakTiN3qs=:Real Name
        é:$apr1$abcdefgh$zIx7jYsM0.IV/73uJPQMj/
        nobodys line
        """;

    private readonly string _file = Path.GetTempFileName();
    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<AuthBasic> _log = new();

    public AuthBasicTests() => File.WriteAllText(_file, Users);

    private static IWsgiApp Echo => Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(environ.RemoteUser + "|" + environ.GetText(EnvironKey.AuthType))));

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("admin")]
    [InlineData("u_2y")]
    [InlineData("u_dup")]
    [InlineData("u_real")]
    public void Good_credentials_set_REMOTE_USER_and_AUTH_TYPE(string user)
    {
        var result = Wsgi.Get("/", Basic(), Authorization(user, "s3cr3t"));

        Assert.Equal("200 OK", result.Status);
        Assert.Equal(user + "|Basic", result.Text);
    }

    [Theory]
    [InlineData("admin", "nope")]
    [InlineData("nobody", "x")]
    [InlineData("u_2y", "s3cr3T")]
    [InlineData("u_plain", "s3cr3t")]
    [InlineData("u_dup", "zzz")]
    [InlineData("u_first_bad", "s3cr3t")]
    [InlineData("#comment", "s3cr3t")]
    [InlineData("", "")]
    public void Wrong_credentials_are_challenged_again_and_the_app_is_not_called(string user, string password)
    {
        var result = Wsgi.Get("/", Basic(), Authorization(user, password));

        Assert.Equal(401, result.StatusCode);
        Assert.Equal("Basic realm=\"WallysWorld\", charset=\"UTF-8\"", result.Headers["WWW-Authenticate"]);
        Assert.Equal(0, result.Calls);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWRtaW4=")]
    [InlineData("Basic YWRtaW46czNjcjN0 YQ==")]
    [InlineData("Basic YWRtaW46czNjcjN")]
    [InlineData("Basic YWRtaW46czNjcjN0, Basic YWRtaW46czNjcjN0")]
    [InlineData("Basic AAAA")]
    [InlineData("Basic é\u00ff")]
    [InlineData("Bearer abc")]
    [InlineData("BasicYWRtaW46czNjcjN0")]
    public void An_unusable_header_is_a_challenge_and_never_an_error(string? header)
    {
        var result = header is null ? Wsgi.Get("/", Basic()) : Wsgi.Get("/", Basic(), ("Authorization", header));

        Assert.Equal(401, result.StatusCode);
        Assert.NotNull(result.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public void Ten_thousand_odd_headers_are_200_or_401()
    {
        var random = new Random(1);
        var app = Basic();
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            var header = random.Next(2) == 0 ? "Basic " + Convert.ToBase64String(bytes) : "Basic " + Encoding.Latin1.GetString(bytes);

            Assert.Contains(Wsgi.Get("/", app, ("Authorization", header)).StatusCode, new[] { 200, 401 });
        }
    }

    [Fact]
    public void The_scheme_has_no_case_and_may_be_followed_by_blanks()
    {
        Assert.Equal(200, Wsgi.Get("/", Basic(), ("Authorization", "bAsIc   YWRtaW46czNjcjN0 ")).StatusCode);
    }

    [Fact]
    public void The_password_begins_after_the_first_colon()
    {
        var app = Basic(new() { Users = ["joe:a:b"], AllowPlain = true });

        Assert.Equal(401, Wsgi.Get("/", app, Authorization("joe", "a:b")).StatusCode);
        Assert.Equal(200, Wsgi.Get("/", app, Authorization("joe", "a")).StatusCode);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("latin1")]
    public void Umlauts_are_understood_in_UTF8_and_in_latin1(string encoding)
    {
        var stored = "é:" + new PasswordHash(Sha2Crypt.Compute("pässwörd"u8, "$5$rounds=1000$abc$")!).Stored;
        File.WriteAllText(_file, stored);
        var bytes = Encoding.GetEncoding(encoding).GetBytes("é:pässwörd");

        var result = Wsgi.Get("/", Basic(), ("Authorization", "Basic " + Convert.ToBase64String(bytes)));

        Assert.Equal(200, result.StatusCode);
        Assert.Equal("Ã©|Basic", result.Text);
    }

    [Fact]
    public void Passwords_in_the_clear_are_taken_only_on_demand()
    {
        var app = Basic(new() { AllowPlain = true });

        Assert.Equal(200, Wsgi.Get("/", app, Authorization("u_plain", "s3cr3t")).StatusCode);
        Assert.Equal(401, Wsgi.Get("/", app, Authorization("u_plain", "s3cr3T")).StatusCode);
    }

    [Fact]
    public void Lines_of_no_use_are_named_in_the_log_without_their_hash()
    {
        Basic();

        Assert.Contains(_log.Messages, message => message.Contains(_file + ":3 holds no hash of a known form", StringComparison.Ordinal));
        Assert.Contains(_log.Messages, message => message.Contains(_file + ":12 is not of the form user:hash", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Messages, message => message.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hash_that_is_cut_off_lets_nobody_in_not_even_as_a_password_in_the_clear()
    {
        File.WriteAllText(_file, $"cut:$2y$10$abc\nlong:{Sha}x\n  joe:{Sha} \t\r\n");
        var app = Basic(new() { Htpasswd = _file, AllowPlain = true });

        Assert.Equal(401, Wsgi.Get("/", app, Authorization("cut", "$2y$10$abc")).StatusCode);
        Assert.Equal(200, Wsgi.Get("/", app, Authorization("joe", "s3cr3t")).StatusCode);
        Assert.Contains(_log.Messages, message => message.Contains(_file + ":1 holds a hash that is cut off", StringComparison.Ordinal));
        Assert.Contains(_log.Messages, message => message.Contains(_file + ":2 holds a hash that is cut off", StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_file_counts_within_a_second_and_what_was_remembered_is_forgotten()
    {
        var app = Basic();
        Assert.Equal(200, Wsgi.Get("/", app, Authorization("admin", "s3cr3t")).StatusCode);
        File.WriteAllText(_file, "somebody:" + Sha + "\n");

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(401, Wsgi.Get("/", app, Authorization("admin", "s3cr3t")).StatusCode);
        Assert.Equal(200, Wsgi.Get("/", app, Authorization("somebody", "s3cr3t")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void An_empty_or_missing_file_leaves_the_last_good_one_in_use(string? content)
    {
        var app = Basic();
        File.Delete(_file);
        if (content is not null)
        {
            File.WriteAllText(_file, content);
        }

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(200, Wsgi.Get("/", app, Authorization("admin", "s3cr3t")).StatusCode);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("last good one", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_missing_at_the_start_is_an_error()
    {
        File.Delete(_file);

        var error = Assert.Throws<IOException>(() => Basic());
        Assert.Contains($"make it with: compose passwd {_file} USER", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_costs_as_much_for_nobody_as_for_a_user_in_whatever_letters()
    {
        var table = PasswordTable.Parse(["u:$apr1$5yJ3fS6d$cU1D5U6xgblyAyjJGP2QZ/"], allowPlain: false, (_, _) => { });

        // Time cannot be asserted; what a hash allocates can.
        Assert.Equal(Cost("u", "nein"), Cost("x", "nein"), 0.1);
        Assert.Equal(Cost("u", "n\u00e9in"), Cost("x", "n\u00e9in"), 0.1);

        double Cost(string user, string password)
        {
            var credentials = new BasicCredentials(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(password));
            table.Verify(credentials);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Null(table.Verify(credentials));
            return (GC.GetAllocatedBytesForCurrentThread() - before) / 100_000.0;
        }
    }

    [Fact]
    public async Task The_same_credentials_at_once_are_verified_once()
    {
        var table = PasswordTable.Parse(["u:" + Sha], allowPlain: false, (_, _) => { });
        var verified = new VerifiedCredentials(TimeSpan.FromSeconds(60), 10, _clock);
        var credentials = new BasicCredentials("u"u8.ToArray(), "s3cr3t"u8.ToArray());

        var users = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => verified.VerifyAsync("token", credentials, table)));

        Assert.All(users, user => Assert.Equal("u", user));
        Assert.Equal("u", verified.Find("token", table));
    }

    [Fact]
    public async Task Right_credentials_are_remembered_for_a_while_and_wrong_ones_never()
    {
        var table = PasswordTable.Parse(["u:" + Sha], allowPlain: false, (_, _) => { });
        var verified = new VerifiedCredentials(TimeSpan.FromSeconds(60), 10, _clock);
        await verified.VerifyAsync("right", new("u"u8.ToArray(), "s3cr3t"u8.ToArray()), table);
        await verified.VerifyAsync("wrong", new("u"u8.ToArray(), "nope"u8.ToArray()), table);

        Assert.Equal("u", verified.Find("right", table));
        Assert.Null(verified.Find("wrong", table));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(verified.Find("right", table));
    }

    [Fact]
    public async Task No_more_credentials_are_remembered_than_the_limit()
    {
        var table = PasswordTable.Parse(["u:" + Sha], allowPlain: false, (_, _) => { });
        var verified = new VerifiedCredentials(TimeSpan.FromSeconds(60), 10, _clock);
        var tokens = Enumerable.Range(0, 25).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        foreach (var token in tokens)
        {
            await verified.VerifyAsync(token, new("u"u8.ToArray(), "s3cr3t"u8.ToArray()), table);
        }

        Assert.InRange(tokens.Count(token => verified.Find(token, table) is not null), 1, 10);
    }

    [Fact]
    public void Optional_lets_everybody_pass_and_identifies_who_can_be()
    {
        var app = Basic(new() { Optional = true });

        Assert.Equal("|", Wsgi.Get("/", app).Text);
        Assert.Equal("|", Wsgi.Get("/", app, Authorization("admin", "nope")).Text);
        Assert.Equal("admin|Basic", Wsgi.Get("/", app, Authorization("admin", "s3cr3t")).Text);
    }

    [Fact]
    public void Who_was_identified_outside_is_not_asked_again()
    {
        var result = Wsgi.Request("GET", "/", Basic(), prepare: environ => environ.RemoteUser = "known");

        Assert.Equal("known|", result.Text);
    }

    [Fact]
    public void A_header_of_the_client_identifies_nobody()
    {
        var result = Wsgi.Get("/", Basic(), ("Remote-User", "root"), ("Auth-Type", "Basic"));

        Assert.Equal(401, result.StatusCode);
    }

    [Fact]
    public void AUTH_TYPE_is_written_as_Paste_did_on_demand()
    {
        Assert.Equal("admin|basic", Wsgi.Get("/", Basic(new() { AuthTypeCase = AuthTypeCase.Paste }), Authorization("admin", "s3cr3t")).Text);
    }

    [Fact]
    public void The_realm_is_quoted()
    {
        var result = Wsgi.Get("/", Basic(new() { Realm = "a \"b\" \\ é" }));

        Assert.Equal("Basic realm=\"a \\\"b\\\" \\\\ Ã©\", charset=\"UTF-8\"", result.Headers["WWW-Authenticate"]);
        Assert.Throws<ArgumentException>(() => Basic(new() { Realm = "a\r\nb" }));
    }

    [Fact]
    public void Settings_that_cannot_work_say_what_to_write()
    {
        Assert.Contains("htpasswd = PATH", Assert.Throws<ArgumentException>(() => Basic(new() { Users = [], Htpasswd = null }, file: false)).Message, StringComparison.Ordinal);
        Assert.Contains("users", Assert.Throws<ArgumentException>(() => Basic(new() { Users = ["joe"] })).Message, StringComparison.Ordinal);
    }

    private static (string, string) Authorization(string user, string password) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private AuthBasic Basic(AuthBasicOptions? options = null, bool file = true)
    {
        options ??= new();
        options = options with { Realm = options.Realm == "Restricted" ? "WallysWorld" : options.Realm };
        options = file && options.Users.Count == 0 ? options with { Htpasswd = _file } : options;
        var app = new AuthBasic(options, Echo, new ComponentInfo("auth", "/"), _clock, _log);
        app.StartAsync(default).GetAwaiter().GetResult();
        return app;
    }
}
