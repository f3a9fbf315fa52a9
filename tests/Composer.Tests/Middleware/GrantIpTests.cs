// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class GrantIpTests
{
    private static readonly (string, string)[] Pastes =
        [("127.0.0.1", "-:system"), ("192.168.0.0/16", "-:worker"), ("192.168.0.5<->192.168.0.8", "bob:editor"), ("192.168.0.8", "__remove__:-worker")];

    private static IWsgiApp Echo => Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(environ.RemoteUser + "|" + environ["REMOTE_USER_TOKENS"])));

    // paste/tests/test_grantip.py
    [Theory]
    [InlineData("127.0.0.1", "|system")]
    [InlineData("192.168.15.12", "|worker")]
    [InlineData("192.168.0.4", "|worker")]
    [InlineData("192.168.0.5", "bob|worker,editor")]
    [InlineData("192.168.0.8", "|editor")]
    [InlineData("8.8.8.8", "|")]
    [InlineData("::ffff:192.168.0.5", "bob|worker,editor")]
    [InlineData("", "|")]
    [InlineData("rubbish", "|")]
    public void Rules_that_fit_are_applied_from_the_most_general_to_the_most_specific(string address, string expected)
    {
        Assert.Equal(expected, From(address, Pastes));
        Assert.Equal(expected, From(address, [.. Pastes.Reverse()]));
    }

    [Theory]
    [InlineData("192.168", "192.168.255.1", "192.169.0.0")]
    [InlineData("10.1.2.3/8", "10.9.9.9", "11.0.0.0")]
    [InlineData("10.0.0.0/255.0.0.0", "10.9.9.9", "11.0.0.0")]
    [InlineData("192.168/16", "192.168.255.1", "192.169.0.0")]
    [InlineData("192.168.0.5<->8", "192.168.0.8", "192.168.0.9")]
    [InlineData("192.168.0<->1", "192.168.1.255", "192.168.2.0")]
    [InlineData("192.168.0.5-192.168.0.8", "192.168.0.8", "192.168.0.9")]
    [InlineData("loopback", "::1", "::2")]
    [InlineData("unix", "", "127.0.0.1")]
    public void Addresses_are_written_as_for_Paste_and_in_the_other_usual_ways(string key, string inside, string outside)
    {
        Assert.Equal("joe|", From(inside, (key, "joe")));
        Assert.Equal("|", From(outside, (key, "joe")));
    }

    [Fact]
    public void IPv6_addresses_have_a_setting_of_their_own()
    {
        var app = new GrantIp(new() { Rules = ["2001:db8::/32 = joe:a,b", "2001:db8::7 = sue:-a"] }, Echo);

        Assert.Equal("joe|a,b", From("2001:db8::8", app));
        Assert.Equal("sue|b", From("2001:db8::7", app));
    }

    [Theory]
    [InlineData("joe", "joe|old,t")]
    [InlineData("joe:", "joe|old,t")]
    [InlineData("joe:-", "joe|old,t")]
    [InlineData("-:new", "|old,t,new")]
    [InlineData("-:-old", "|t")]
    [InlineData("-:-old,-t", "|")]
    [InlineData("-:t", "|old,t")]
    [InlineData("jörg:käse", "jÃ¶rg|old,t,kÃ¤se")]
    public void A_grant_is_a_user_and_roles(string grant, string expected) =>
        Assert.Equal(expected.Split(',').Order(), From("10.0.0.1", new GrantIp(new() { Addresses = [new("10.0.0.1", grant)] }, Echo), environ => environ["REMOTE_USER_TOKENS"] = "old,t").Split(',').Order());

    [Fact]
    public async Task Roles_in_a_list_are_read_too()
    {
        var app = new GrantIp(new() { Addresses = [new("127.0.0.1", "-:c")] }, Echo);
        var environ = Wsgi.Environ("GET", "/");
        environ["REMOTE_USER_TOKENS"] = new List<object?> { "a", "b" };

        await (await app.InvokeAsync(environ)).DisposeAsync();

        Assert.Equal("a,b,c", environ["REMOTE_USER_TOKENS"]);
    }

    [Theory]
    [InlineData(false, "joe", "outer|")]
    [InlineData(true, "joe", "joe|")]
    [InlineData(false, "__remove__", "|")]
    [InlineData(false, "-:x", "outer|x")]
    public void The_user_of_an_outer_filter_stays_unless_the_config_says_otherwise(bool clobber, string grant, string expected)
    {
        var app = new GrantIp(new() { ClobberUsername = clobber, Addresses = [new("10.0.0.1", grant)] }, Echo);

        Assert.Equal(expected, From("10.0.0.1", app, environ => environ.RemoteUser = "outer"));
    }

    [Fact]
    public void Headers_of_the_client_count_nothing()
    {
        var app = new GrantIp(new() { Addresses = [new("10.0.0.1", "joe")] }, Echo);

        Assert.Equal("|", Wsgi.Get("/", app, ("X-Forwarded-For", "10.0.0.1"), ("Forwarded", "for=10.0.0.1"), ("Remote-Addr", "10.0.0.1")).Text);
    }

    [Theory]
    [InlineData("2001", "db8::/32 = joe", "an INI key ends at its first colon, so IPv6 addresses belong into rules")]
    [InlineData("20", ":1 = joe", "'20::1 = joe' is no rule; an INI key ends at its first colon")]
    [InlineData("localhost", "joe", "'localhost' is a name, not an address")]
    [InlineData("10.0.0.1", "", "'' is not a user and roles; write joe, joe:editor")]
    [InlineData("10.0.0.1", ":editor", "is not a user and roles")]
    [InlineData("10.0.0.9<->10.0.0.1", "joe", "ends before it begins")]
    [InlineData("1.2.3.4.5", "joe", "is no address")]
    public void Mistakes_are_told_with_the_remedy(string key, string grant, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => From("::1", (key, grant)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(key, error.ParamName);
    }

    [Fact]
    public void A_filter_without_rules_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => new GrantIp(new(), Echo));

    private static string From(string address, params (string Key, string Grant)[] rules) =>
        From(address, new GrantIp(new() { Addresses = [.. rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Grant))] }, Echo));

    private static string From(string address, GrantIp app, Action<Environ>? prepare = null) => Wsgi.Request("GET", "/", app, prepare: environ =>
    {
        environ[EnvironKey.RemoteAddr] = address;
        prepare?.Invoke(environ);
    }).Text;
}
