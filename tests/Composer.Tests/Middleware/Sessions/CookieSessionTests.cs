// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Tests.Architecture;
using Composer.Tests.RealApps;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>Sessions that are kept in their cookie.</summary>
public sealed class CookieSessionTests
{
    // Written by Beaker 1.13 with validate_key hoobermas, encrypt_key 666a19cf7f61c64c and JSON.
    private const string OfBeaker = "9c462a084f203f49bd88c9676c676765e15bc258AAECAwQFBgcICQoLDA0ODw==ZGVmZ2hpamtsbW5vBzEu2q+b4oRKGJ+K2L1pb1IdYtsrhCLjNMMqmiR+vqIU7CJvYHQ2fUtfliVGm2n2GlKCIB/Boib2Y950YogiRGjWnyEaesLVfZShjdrfB2D3RX7j1lMMg6erEXcaQpHEn+lDn8CCBqfyIZPLIzT7YlhwDrYHcstoIRMalWnF87jUObcu";

    private static readonly SessionOptions Plain = new() { Type = "cookie", ValidateKey = ["hoobermas"], AllowWeakSecret = true, Timeout = TimeSpan.Zero };

    private static readonly SessionOptions Encrypted = Plain with { EncryptKey = ["666a19cf7f61c64c"] };

    [Fact]
    public async Task Beakers_encrypted_cookie_is_read()
    {
        await using var site = await SessionSite.StartAsync(Encrypted);
        site.Cookie = OfBeaker;

        var (user, n, id) = await site.ReadAsync(session => (session["user"], session["n"], session.Id));

        Assert.Equal(("alice", 3L, "0123456789abcdef0123456789abcdef"), (user, n, id));
    }

    [SkippableFact]
    public async Task Beaker_itself_reads_what_is_written_and_is_read()
    {
        Skip.IfNot(ServedSite.HasModule("beaker.session"), "Debian's python3-beaker is not installed");
        await using var site = await SessionSite.StartAsync(Plain with { Compat = SessionCompat.Beaker });
        await site.DoAsync(session => (session["user"], session["n"]) = ("älice", 3));

        Assert.Equal(@"\xe4lice 3", Beaker("read", site.Cookie!));

        site.Cookie = Beaker("write");
        Assert.Equal(("älice", 3L), await site.ReadAsync(session => (session["user"], session["n"])));
    }

    [Theory]
    [InlineData(SessionCompat.Beaker, false)]
    [InlineData(SessionCompat.Beaker, true)]
    [InlineData(SessionCompat.None, false)]
    [InlineData(SessionCompat.None, true)]
    public async Task What_is_set_comes_back_with_the_cookie(SessionCompat compat, bool encrypted)
    {
        await using var site = await SessionSite.StartAsync((encrypted ? Encrypted : Plain) with { Compat = compat });

        await site.DoAsync(session => session["user"] = "alice");
        await site.DoAsync(session => session["bytes"] = "ü"u8.ToArray());

        Assert.Equal(compat == SessionCompat.None, site.Cookie!.StartsWith("v2.", StringComparison.Ordinal));
        Assert.Equal("alice", await site.GetAsync("user"));
        Assert.Equal("ü"u8.ToArray(), await site.GetAsync("bytes"));
    }

    [Theory]
    [InlineData(SessionCompat.Beaker)]
    [InlineData(SessionCompat.None)]
    public async Task Whoever_changes_a_character_loses_the_session(SessionCompat compat)
    {
        await using var site = await SessionSite.StartAsync(Encrypted with { Compat = compat });
        await site.DoAsync(session => session["user"] = "alice");
        var cookie = site.Cookie!;

        for (var i = 0; i < cookie.Length; i++)
        {
            // The last character of a group may have bits that mean nothing.
            site.Cookie = cookie[..i] + (cookie[i] is 'A' or '0' ? '8' : 'A') + cookie[(i + 1)..];
            var user = await site.GetAsync("user");
            Assert.True(user is null || Equivalent(cookie, i), $"{i}: {user}");
        }
        foreach (var length in (int[])[1, 3, 4, 39, 40, 41, 44, 64, cookie.Length - 1])
        {
            site.Cookie = cookie[..length];
            Assert.Null(await site.GetAsync("user"));
        }

        static bool Equivalent(string cookie, int i) => i == cookie.TrimEnd('=').Length - 1;
    }

    [Fact]
    public async Task A_pickle_is_refused_and_not_run()
    {
        await using var site = await SessionSite.StartAsync(Plain);
        // Validly signed: {'user': 'alice', …} as protocol 2.
        site.Cookie = "d87ce5d6532b8abb36b2c936ca4baa3269816af1gAJ9cQAoWAcAAABfZG9tYWlucQFOWAUAAABfcGF0aHECWAEAAAAvcQNYAwAAAF9pZHEEWCAAAAAwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZnEFWAQAAAB1c2VycQZYBQAAAGFsaWNlcQdYAQAAAG5xCEsDWA4AAABfY3JlYXRpb25fdGltZXEJR0HZVPxAIAAAWA4AAABfYWNjZXNzZWRfdGltZXEKR0HZVPxAYAAAdS4=";

        Assert.True(await site.ReadAsync(session => session.IsNew && session["user"] is null));
    }

    [Fact]
    public async Task Another_key_is_a_new_session_and_a_list_of_keys_is_not()
    {
        const string New = "a new key of enough characters", Old = "an old key of enough characters";
        await using var before = await SessionSite.StartAsync(Plain with { EncryptKey = [Old] });
        await before.DoAsync(session => session["n"] = 1);
        await using var replaced = await SessionSite.StartAsync(Plain with { EncryptKey = [New] });
        await using var rotated = await SessionSite.StartAsync(Plain with { EncryptKey = [New, Old] });
        (replaced.Cookie, rotated.Cookie) = (before.Cookie, before.Cookie);

        Assert.Null(await replaced.GetAsync("n"));
        Assert.Equal(1L, await rotated.GetAsync("n"));
    }

    [Fact]
    public async Task The_end_of_its_time_is_inside()
    {
        await using var site = await SessionSite.StartAsync(Plain with { Timeout = TimeSpan.FromMinutes(20) });
        await site.DoAsync(session => session["n"] = 1);

        site.ManualClock.Advance(TimeSpan.FromMinutes(22));

        Assert.Null(await site.GetAsync("n"));
    }

    [Theory]
    [InlineData(SessionCompat.Beaker)]
    [InlineData(SessionCompat.None)]
    public async Task What_does_not_fit_is_not_sent_and_the_previous_cookie_stays(SessionCompat compat)
    {
        await using var site = await SessionSite.StartAsync(Plain with { Compat = compat });
        await site.DoAsync(session => session["n"] = 1);
        var random = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4000));

        var result = await site.DoAsync(session => session["much"] = random);

        Assert.Equal("200 OK", result.Status);
        Assert.False(result.Headers.Contains("Set-Cookie"));
        Assert.Contains(site.Log.Messages, message => message.Contains("does not fit", StringComparison.Ordinal));
        Assert.Equal(1L, await site.GetAsync("n"));
    }

    [Fact]
    public async Task What_is_set_after_the_response_began_is_lost_with_a_warning()
    {
        await using var site = await SessionSite.StartAsync(Plain);

        var result = await site.RequestAsync(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!; // the filter's
            await session.LoadAsync();
            session["early"] = 1;
            return Wsgi.Answer("200 OK", new BlocksBody(Late(session)));
        });

        Assert.Contains("kept in its cookie", result.Errors, StringComparison.Ordinal);
        Assert.Equal("early", await site.ReadAsync(session => string.Join(' ', session.Keys)));

        static IEnumerable<byte[]> Late(ISession session)
        {
            yield return "block"u8.ToArray();
            session["late"] = 1;
        }
    }

    [Fact]
    public async Task Deleting_drops_the_cookie()
    {
        await using var site = await SessionSite.StartAsync(Plain);
        await site.DoAsync(session => session["n"] = 1);

        await site.DoAsync(session =>
        {
            session.Delete();
            return null;
        });

        Assert.Null(site.Cookie);
    }

    [Fact]
    public async Task Ten_thousand_mutated_cookies_are_no_sessions_and_no_errors()
    {
        await using var site = await SessionSite.StartAsync(Encrypted);
        await using var signed = await SessionSite.StartAsync(new() { Secret = ["a secret of more than enough"] });
        await signed.DoAsync(session => session["user"] = "alice");
        await site.DoAsync(session => session["user"] = "alice");
        var random = new Random(7);
        var seeds = new[] { OfBeaker, site.Cookie!, signed.Cookie! };

        for (var i = 0; i < 10_000; i++)
        {
            var seed = seeds[i % seeds.Length];
            var mutated = Mutated(seed, random);
            var target = i % seeds.Length == 2 ? signed : site;
            target.Cookie = mutated;
            Assert.True(await target.GetAsync("user") is null || Same(seed, mutated), mutated);
        }
    }

    private static string Beaker(params string[] arguments)
    {
        var script = Repository.At("tests", "Composer.Tests", "Middleware", "Sessions", "beaker_cookie.py");
        var (code, output, error) = Tool.Run("/usr/bin/python3", "/", "", [script, .. arguments]);
        return code == 0 ? output.Trim() : throw new InvalidOperationException(error);
    }

    private static string Mutated(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var place = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text[place] = (char)random.Next(0x21, 0x7f);
                    break;
                case 1 when text.Length > 1:
                    text.Remove(place, 1);
                    break;
                case 2:
                    text.Insert(place, (char)random.Next(0x21, 0xff));
                    break;
                default:
                    text.Length = place + 1;
                    break;
            }
        }
        return text.ToString();
    }

    // Padding, quotes and unused bits at the end of base64 may change without changing a byte; what follows a semicolon is another cookie.
    private static bool Same(string seed, string mutated) => mutated.Trim('"', '=', ' ').Split(';')[0].Trim('"').TrimEnd('=')[..^1] == seed.TrimEnd('=')[..^1];
}
