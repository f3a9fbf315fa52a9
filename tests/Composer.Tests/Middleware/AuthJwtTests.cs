// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class AuthJwtTests : IDisposable
{
    private const string Secret = "composer-test-key-0123456789abcdef";
    private const string Joe = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    // RFC 7515, appendix A.1 to A.4, and RFC 7520 §4.2: keys and tokens.
    private const string A1Key = """{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}""";
    private const string A1Token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + Joe + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string A2Key = """{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}""";
    private const string A2Token = "eyJhbGciOiJSUzI1NiJ9." + Joe + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    private const string A3Key = """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";
    private const string A3Token = "eyJhbGciOiJFUzI1NiJ9." + Joe + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    private const string A4Key = """{"kty":"EC","crv":"P-521","x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk","y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}""";
    private const string A4Token = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";
    private const string BilboKey = """{"kty":"RSA","kid":"bilbo.baggins@hobbiton.example","use":"sig","n":"n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw","e":"AQAB"}""";
    private const string BilboToken = "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly string _file = Path.GetTempFileName();
    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<AuthJwt> _log = new();

    private static IWsgiApp Echo => Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["user"] = environ.RemoteUser,
        ["type"] = environ.GetText(EnvironKey.AuthType),
        ["tokens"] = environ["REMOTE_USER_TOKENS"],
        ["claims"] = environ["composer.jwt.claims"],
    }))));

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(A1Key, A1Token)]
    [InlineData(A2Key, A2Token)]
    [InlineData(A3Key, A3Token)]
    [InlineData(A4Key, A4Token)]
    [InlineData(BilboKey, BilboToken)]
    public void The_tokens_of_the_RFCs_are_right_and_changed_ones_are_not(string key, string token)
    {
        var text = JwtText.Parse(token)!;
        var algorithm = JwtAlgorithm.Find(text.Algorithm)!;
        var keys = new JwtKeys(JwkSet.Parse($$"""{"keys":[{{key}}]}"""), []);

        Assert.True(keys.For(text.KeyId, algorithm).Single().Verifies(algorithm, text.Signed, text.Signature));
        Assert.False(keys.For(text.KeyId, algorithm).Single().Verifies(algorithm, text.Signed.AsSpan(1), text.Signature));
        Assert.False(keys.For(text.KeyId, algorithm).Single().Verifies(algorithm, text.Signed, text.Signature.AsSpan(1)));
        text.Signature[3] ^= 1;
        Assert.False(keys.For(text.KeyId, algorithm).Single().Verifies(algorithm, text.Signed, text.Signature));
    }

    [Fact]
    public void The_token_of_RFC_7515_was_good_in_2011()
    {
        File.WriteAllText(_file, A1Key);
        var clock = new ManualClock(DateTimeOffset.FromUnixTimeSeconds(1300819379));
        var app = Jwt(new() { Jwks = _file, Issuer = ["joe"], UserClaim = "iss" }, clock: clock);

        var result = Ask(app, A1Token);

        Assert.Equal(("joe", "Bearer"), (result.Json.GetProperty("user").GetString(), result.Json.GetProperty("type").GetString()));
        Assert.True(result.Json.GetProperty("claims").GetProperty("http://example.com/is_root").GetBoolean());
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Contains("the token expired", Ask(app, A1Token).Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void A_secret_verifies_tokens_of_its_kind(string algorithm)
    {
        var secret = new string('x', 30) + "0123456789-abcdefghijklmnopqrstuvwxyz";
        var app = Jwt(new() { Secret = [secret] });

        Assert.Equal(200, Ask(app, Hmac(algorithm, Claims(), secret)).StatusCode);
        Assert.Equal(401, Ask(app, Hmac(algorithm, Claims(), secret + "x")).StatusCode);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    public void A_public_key_or_certificate_verifies_tokens_of_its_kind(string algorithm)
    {
        File.WriteAllText(_file, "The issuer's keys:\n" + Rsa.ExportSubjectPublicKeyInfoPem() + "\n" + Ecdsa.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(200, Ask(Jwt(new() { PublicKey = _file }), Signed(algorithm, Claims())).StatusCode);

        File.WriteAllText(_file, Certificate("CN=a") + "\n" + EcdsaCertificate());
        Assert.Equal(200, Ask(Jwt(new() { PublicKey = _file }), Signed(algorithm, Claims())).StatusCode);
        Assert.Equal(401, Ask(Jwt(new() { PublicKey = _file, Algorithms = [algorithm == "PS256" ? "RS256" : "PS256"] }), Signed(algorithm, Claims())).StatusCode);
    }

    [Fact]
    public void A_token_without_a_signature_is_never_good()
    {
        var none = Encode("""{"alg":"none"}""") + "." + Encode(Claims()) + ".";
        foreach (var token in (string[])[none, none.Replace(Encode("""{"alg":"none"}"""), Encode("""{"alg":"NONE"}"""), StringComparison.Ordinal), Encode("""{"alg":""}""") + "." + Encode(Claims()) + ".", Encode("""{"alg":"HS256"}""") + "." + Encode(Claims()) + "."])
        {
            var result = Ask(Jwt(new() { Secret = [Secret] }), token);

            Assert.Equal((401, 0), (result.StatusCode, result.Calls));
            Assert.StartsWith("Bearer realm=\"Restricted\", error=\"invalid_token\"", result.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_public_key_is_never_taken_for_a_secret()
    {
        var pem = Rsa.ExportSubjectPublicKeyInfoPem();
        foreach (var secret in (string[])[pem, pem + "\n", pem.ReplaceLineEndings("\r\n"), Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo())])
        {
            File.WriteAllText(_file, pem);
            Assert.Equal(401, Ask(Jwt(new() { PublicKey = _file }), Hmac("HS256", Claims(), secret)).StatusCode);

            File.WriteAllText(_file, RsaJwk("k1"));
            Assert.Equal(401, Ask(Jwt(new() { Jwks = _file }), Hmac("HS256", Claims(), secret)).StatusCode);
            Assert.Equal(401, Ask(Jwt(new() { Jwks = _file, Algorithms = ["RS256", "HS256"] }), Hmac("HS256", Claims(), secret)).StatusCode);
        }
    }

    [Fact]
    public void A_key_for_one_algorithm_is_for_no_other()
    {
        File.WriteAllText(_file, RsaJwk("k1", ",\"alg\":\"PS256\""));
        var app = Jwt(new() { Jwks = _file });

        Assert.Equal(200, Ask(app, Signed("PS256", Claims())).StatusCode);
        Assert.Equal(401, Ask(app, Signed("RS256", Claims())).StatusCode);
    }

    [Theory]
    [InlineData("\"exp\":{0}", -61, "the token expired")]
    [InlineData("\"exp\":{0}", -60, "the token expired")]
    [InlineData("\"exp\":{0}", -59, null)]
    [InlineData("\"exp\":{0}.5", -60, null)]
    [InlineData("\"exp\":{0},\"nbf\":{0}", 60, null)]
    [InlineData("\"exp\":{0},\"nbf\":{0}", 61, "the token is not valid yet")]
    [InlineData("\"exp\":{0},\"iat\":{0}", 60, null)]
    [InlineData("\"exp\":{0},\"iat\":{0}", 61, "the token is not valid yet")]
    [InlineData("\"exp\":\"{0}\"", 100, "a time of the token is not a number")]
    [InlineData("\"exp\":null", 0, "a time of the token is not a number")]
    [InlineData("\"exp\":1e99", 0, null)]
    [InlineData("\"x\":1", 0, "the token does not expire")]
    public void Times_are_judged_with_some_leeway(string claims, int seconds, string? problem)
    {
        var result = Ask(Jwt(), Hmac("HS256", $$"""{"sub":"a",{{claims.Replace("{0}", (Now + seconds).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)}}}"""));

        Assert.Equal(problem is null ? 200 : 401, result.StatusCode);
        Assert.Equal(problem is null ? null : $"Bearer realm=\"Restricted\", error=\"invalid_token\", error_description=\"{problem}\"", result.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("\"iss\":\"us\",\"aud\":\"shop\"", 200)]
    [InlineData("\"iss\":\"us\",\"aud\":[\"x\",\"shop\"]", 200)]
    [InlineData("\"iss\":\"us\",\"aud\":\"other\"", 401)]
    [InlineData("\"iss\":\"us\",\"aud\":[]", 401)]
    [InlineData("\"iss\":\"us\",\"aud\":\"a shop\"", 401)]
    [InlineData("\"iss\":\"us\"", 401)]
    [InlineData("\"iss\":\"them\",\"aud\":\"shop\"", 401)]
    [InlineData("\"iss\":[\"us\"],\"aud\":\"shop\"", 401)]
    [InlineData("\"aud\":\"shop\"", 401)]
    public void Issuer_and_audience_must_be_the_ones_of_the_config(string claims, int status) =>
        Assert.Equal(status, Ask(Jwt(new() { Secret = [Secret], Issuer = ["us", "we"], Audience = ["shop"] }), Hmac("HS256", $$"""{"sub":"a","exp":{{Now + 9}},{{claims}}}""")).StatusCode);

    [Theory]
    [InlineData("user.name", "{\"user\":{\"name\":\"jörg\"}}", "jÃ¶rg")]
    [InlineData("user.name", "{\"user.name\":\"x\",\"user\":{\"name\":\"y\"}}", "x")]
    [InlineData("sub", "{\"sub\":\"\"}", null)]
    [InlineData("sub", "{\"sub\":7}", null)]
    [InlineData("sub", "{\"sub\":\"a\\nb\"}", null)]
    [InlineData("sub", "{}", null)]
    public void The_user_is_a_text_of_a_claim(string claim, string claims, string? user)
    {
        var result = Ask(Jwt(new() { Secret = [Secret], UserClaim = claim, RequireExpiry = false }), Hmac("HS256", claims));

        Assert.Equal(user, result.StatusCode == 200 ? result.Json.GetProperty("user").GetString() : null);
    }

    [Theory]
    [InlineData("scope", "\"scope\":\"read write\"", "read,write")]
    [InlineData("groups", "\"groups\":[\"a\",\"b,c\",1,\"a\"]", "a")]
    [InlineData("realm_access.roles", "\"realm_access\":{\"roles\":[\"admin\"]}", "admin")]
    [InlineData("groups", "\"x\":1", null)]
    public void Tokens_come_from_a_claim(string claim, string claims, string? tokens) =>
        Assert.Equal(tokens, Ask(Jwt(new() { Secret = [Secret], RolesClaim = claim }), Hmac("HS256", $$"""{"sub":"a","exp":{{Now + 9}},{{claims}}}""")).Json.GetProperty("tokens").GetString());

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    public void Without_a_token_the_challenge_names_no_error(string? header)
    {
        var result = header is null ? Wsgi.Get("/", Jwt()) : Wsgi.Get("/", Jwt(), ("Authorization", header));

        Assert.Equal((401, "Bearer realm=\"Restricted\""), (result.StatusCode, result.Headers["WWW-Authenticate"]));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30.e30.e30")]
    [InlineData("é.é.é")]
    public void An_unusable_token_is_a_challenge_and_never_an_error(string token) => Assert.Equal(401, Ask(Jwt(), token).StatusCode);

    [Theory]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[\"x\"]}")]
    [InlineData("{\"alg\":\"HS256\",\"alg\":\"HS256\"}")]
    [InlineData("{\"alg\":\"hs256\"}")]
    [InlineData("{\"alg\":[\"HS256\"]}")]
    [InlineData("[\"HS256\"]")]
    public void A_header_that_is_odd_is_refused_though_its_signature_is_right(string header)
    {
        var text = Encode(header) + "." + Encode(Claims());

        Assert.Equal(401, Ask(Jwt(), text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(text)))).StatusCode);
    }

    [Fact]
    public void Ten_thousand_changed_tokens_are_never_accepted_and_never_an_error()
    {
        var app = Jwt();
        var token = Hmac("HS256", Claims());
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var changed = token.ToCharArray();
            var at = random.Next(changed.Length - 1); // the last character has bits that mean nothing
            changed[at] = (char)random.Next(33, 127);
            var other = new string(changed);

            Assert.Equal(other == token ? 200 : 401, Ask(app, other).StatusCode);
        }
    }

    [Fact]
    public void A_file_of_keys_is_read_again_when_it_changes()
    {
        File.WriteAllText(_file, """{"keys":[]}""");
        Assert.Throws<IOException>(() => Jwt(new() { Jwks = _file }));
        File.WriteAllText(_file, RsaJwk("old"));
        var app = Jwt(new() { Jwks = _file });
        Assert.Equal(401, Ask(app, Signed("ES256", Claims())).StatusCode);

        var point = Ecdsa.ExportParameters(false).Q;
        File.WriteAllText(_file, $$"""{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"},{"kty":"RSA","use":"enc","n":"AA","e":"AA"},{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}]}""");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, Ask(app, Signed("ES256", Claims())).StatusCode);

        File.WriteAllText(_file, "rubbish");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, Ask(app, Signed("ES256", Claims())).StatusCode);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("the last good one stays in use", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_key_is_asked_for_once_and_not_again_for_a_while()
    {
        using var issuer = new LoopbackService(RsaJwk("k1"));
        var app = Jwt(new() { Jwks = issuer.Address + "/jwks.json" });
        Assert.Equal(200, Ask(app, Signed("RS256", Claims(), "k1")).StatusCode);
        Assert.Single(issuer.Requests);

        issuer.Text = $$"""{"keys":[{{RsaJwk("k1")}},{{RsaJwk("k2")}}]}""";
        Assert.Equal(401, Ask(app, Signed("RS256", Claims(), "k2")).StatusCode); // just asked
        _clock.Advance(RemoteJwtKeys.Pause);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Wsgi.RequestAsync("GET", "/", app, headers: ("Authorization", "Bearer " + Signed("RS256", Claims(), "k2")))));

        Assert.All(results, result => Assert.Equal(200, result.StatusCode));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(401, Ask(app, Signed("RS256", Claims(), "k3")).StatusCode);
        }
        Assert.Equal(2, issuer.Requests.Count);
    }

    [Fact]
    public void When_the_issuer_is_gone_known_keys_stay_in_use()
    {
        var issuer = new LoopbackService(RsaJwk("k1"));
        var app = Jwt(new() { Jwks = issuer.Address + "/jwks.json", RefreshTime = TimeSpan.FromMinutes(5) });
        issuer.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(401, Ask(app, Signed("RS256", Claims(), "k2")).StatusCode);

        Assert.Equal(200, Ask(app, Signed("RS256", Claims(), "k1")).StatusCode);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("those that are known stay in use", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_any_key_nobody_can_be_let_in_until_the_issuer_answers()
    {
        using var issuer = new LoopbackService("rubbish");
        var app = Jwt(new() { Jwks = issuer.Address + "/jwks.json" });

        var error = await Assert.ThrowsAsync<HttpError>(() => Wsgi.RequestAsync("GET", "/", app, headers: ("Authorization", "Bearer " + Signed("RS256", Claims(), "k1"))));
        Assert.Equal((503, "30"), (error.Status, error.Headers["Retry-After"]));

        issuer.Text = RsaJwk("k1");
        _clock.Advance(RemoteJwtKeys.Pause);
        Assert.Equal(200, Ask(app, Signed("RS256", Claims(), "k1")).StatusCode);
    }

    [Fact]
    public async Task Whose_request_asks_for_keys_does_not_matter_to_those_that_wait_for_them()
    {
        using var issuer = new LoopbackService(RsaJwk("k1"));
        var app = Jwt(new() { Jwks = issuer.Address + "/jwks.json", RefreshTime = TimeSpan.FromMinutes(5) });
        issuer.Text = RsaJwk("k2");
        _clock.Advance(TimeSpan.FromMinutes(6));
        var before = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(new BusyThread());
            Assert.Equal(200, Ask(app, Signed("RS256", Claims(), "k1")).StatusCode);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        var result = await Task.Run(() => Ask(app, Signed("RS256", Claims(), "k2"))).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(200, result.StatusCode);
    }

    [Fact]
    public void The_name_of_a_charset_that_nobody_knows_hurts_no_keys()
    {
        using var issuer = new LoopbackService("\u00ef\u00bb\u00bf" + RsaJwk("k1")) { Head = "200 OK\r\nContent-Type: application/json; charset=utf8mb4\r\n" };

        Assert.Equal(200, Ask(Jwt(new() { Jwks = issuer.Address + "/jwks.json" }), Signed("RS256", Claims(), "k1")).StatusCode);
    }

    [Fact]
    public void Optional_lets_everybody_pass_and_says_what_is_wrong_when_the_app_asks()
    {
        var closed = Jwt(new() { Secret = [Secret], Optional = true }, Wsgi.App("401 Unauthorized"));

        Assert.Equal(200, Ask(Jwt(new() { Secret = [Secret], Optional = true }), "rubbish").StatusCode);
        Assert.Equal("Bearer realm=\"Restricted\"", Wsgi.Get("/", closed).Headers["WWW-Authenticate"]);
        Assert.Contains("error=\"invalid_token\"", Ask(closed, "rubbish").Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_known_already_is_not_asked()
    {
        var result = Wsgi.Request("GET", "/", Jwt(), prepare: environ => environ.RemoteUser = "outer");

        Assert.Equal("outer", result.Json.GetProperty("user").GetString());
    }

    [Fact]
    public void Mistakes_are_told_with_the_remedy()
    {
        Assert.Contains("set exactly one of secret = file:jwt.key", Mistake(new()), StringComparison.Ordinal);
        Assert.Contains("set exactly one of", Mistake(new() { Secret = [Secret], PublicKey = "x" }), StringComparison.Ordinal);
        Assert.Contains("compose secret -o", Mistake(new() { Secret = ["short"] }), StringComparison.Ordinal);
        Assert.Contains("RS256 needs a public key", Mistake(new() { Secret = [Secret], Algorithms = ["RS256"] }), StringComparison.Ordinal);
        Assert.Contains("HS256 needs a secret", Mistake(new() { PublicKey = "x", Algorithms = ["HS256"] }), StringComparison.Ordinal);
        Assert.Contains("write https://", Mistake(new() { Jwks = "http://login.example.org/jwks.json" }), StringComparison.Ordinal);
        Assert.Contains("shorter than the algorithm's hash", Mistake(new() { Secret = [Secret], Algorithms = ["HS512"] }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Mistake(new() { PublicKey = "missing.pem" }), StringComparison.Ordinal);
        File.WriteAllText(_file, Rsa.ExportPkcs8PrivateKeyPem());
        Assert.Contains("it is a private key, which only the issuer of tokens should have", Mistake(new() { PublicKey = _file }), StringComparison.Ordinal);
        using var small = RSA.Create(1024);
        File.WriteAllText(_file, small.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("an RSA key of 1024 bits is too short", Mistake(new() { PublicKey = _file }), StringComparison.Ordinal);
        using var koblitz = ECDsa.Create(ECCurve.CreateFromValue("1.3.132.0.10"));
        File.WriteAllText(_file, koblitz.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("none of P-256, P-384 and P-521", Mistake(new() { PublicKey = _file }), StringComparison.Ordinal);
        File.WriteAllText(_file, "{\"keys\":[{\"kty\":\"RSA\"}]}");
        Assert.Contains("a key lacks 'n'", Mistake(new() { Jwks = _file }), StringComparison.Ordinal);
    }

    private string Mistake(AuthJwtOptions options) => Assert.ThrowsAny<Exception>(() => Jwt(options)).Message;

    private AuthJwt Jwt(AuthJwtOptions? options = null, IWsgiApp? next = null, TimeProvider? clock = null)
    {
        var filter = new AuthJwt(options ?? new() { Secret = [Secret] }, next ?? Echo, new ComponentInfo("main", Path.GetTempPath()), clock ?? _clock, _log);
        filter.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return filter;
    }

    private string Claims() => $$"""{"sub":"alice","exp":{{Now + 60}}}""";

    private static Result Ask(IWsgiApp app, string token) => Wsgi.Get("/", app, ("Authorization", "Bearer " + token));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Hmac(string algorithm, string claims, string secret = Secret) => Token(algorithm, claims, null, text => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text),
        "HS384" => HMACSHA384.HashData(Encoding.UTF8.GetBytes(secret), text),
        _ => HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), text),
    });

    private static string Signed(string algorithm, string claims, string? keyId = null) => Token(algorithm, claims, keyId, text =>
    {
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        return algorithm[0] == 'E' ? Ecdsa.SignData(text, hash) : Rsa.SignData(text, hash, algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
    });

    private static string Token(string algorithm, string claims, string? keyId, Func<byte[], byte[]> sign)
    {
        var text = Encode(keyId is null ? $$"""{"alg":"{{algorithm}}","typ":"JWT"}""" : $$"""{"alg":"{{algorithm}}","kid":"{{keyId}}"}""") + "." + Encode(claims);
        return text + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)));
    }

    private static string RsaJwk(string id, string more = "")
    {
        var key = Rsa.ExportParameters(false);
        return $$"""{"kty":"RSA","kid":"{{id}}","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"{{more}}}""";
    }

    private static string Certificate(string name) =>
        new CertificateRequest(name, Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90)).ExportCertificatePem();

    private static string EcdsaCertificate() =>
        new CertificateRequest("CN=b", Ecdsa, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90)).ExportCertificatePem();

    // A Python thread whose app works for a long time: it goes on with C# later.
    private sealed class BusyThread : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
