// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Loader;
using Composer.Tests.Servers;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Middleware;

/// <summary>Authentication and rules as a config makes them, attacked over the wire.</summary>
public sealed class AuthSecurityTests : IDisposable
{
    private const string Ini = """
        [pipeline:main]
        pipeline = grant jwt basic access app
        [filter:grant]
        use = composer:grantip
        192.0.2.1 = root:admin
        [filter:jwt]
        use = composer:auth_jwt
        optional = true
        secret = r7Jx2kq9-vZ4mPw8sT1nLc5hYb3dFg6e
        [filter:basic]
        use = composer:auth_basic
        optional = true
        users = joe:{SHA}JauGvtFJymypwcDV23yakTiN3qs=
        [filter:access]
        use = composer:authorize
        / = valid-user
        /public = all granted
        /admin = group admin
        POST,PUT /docs = token editor
        [app:app]
        use = composer:respond
        text = in
        """;

    private const string Toml = """
        pipeline.main.pipeline = ["grant", "jwt", "basic", "access", "app"]
        [filter.grant]
        use = "composer:grantip"
        "192.0.2.1" = "root:admin"
        [filter.jwt]
        use = "composer:auth_jwt"
        optional = true
        secret = "r7Jx2kq9-vZ4mPw8sT1nLc5hYb3dFg6e"
        [filter.basic]
        use = "composer:auth_basic"
        optional = true
        users = ["joe:{SHA}JauGvtFJymypwcDV23yakTiN3qs="]
        [filter.access]
        use = "composer:authorize"
        "/" = "valid-user"
        "/public" = "all granted"
        "/admin" = "group admin"
        "POST,PUT /docs" = "token editor"
        [app.app]
        use = "composer:respond"
        text = "in"
        """;

    private const string Yaml = """
        pipeline: {main: {pipeline: [grant, jwt, basic, access, app]}}
        filter:
          grant: {use: 'composer:grantip', 192.0.2.1: 'root:admin'}
          jwt: {use: 'composer:auth_jwt', optional: true, secret: r7Jx2kq9-vZ4mPw8sT1nLc5hYb3dFg6e}
          basic: {use: 'composer:auth_basic', optional: true, users: ['joe:{SHA}JauGvtFJymypwcDV23yakTiN3qs=']}
          access:
            use: composer:authorize
            /: valid-user
            /public: all granted
            /admin: group admin
            POST,PUT /docs: token editor
        app:
          app: {use: 'composer:respond', text: in}
        """;

    private const string Joe = "Authorization: Basic am9lOnMzY3IzdA==\r\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-auth-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("ini", Ini)]
    [InlineData("toml", Toml)]
    [InlineData("yaml", Yaml)]
    public void Rules_mean_the_same_in_every_format(string format, string config)
    {
        var site = Load(format, config);

        Assert.Equal(200, Wsgi.Get("/public/x", site).StatusCode);
        Assert.Equal(2, Wsgi.Get("/x", site).Headers.GetAll("WWW-Authenticate").Count());
        Assert.Equal(200, Wsgi.Get("/x", site, ("Authorization", Joe[15..^2])).StatusCode);
        Assert.Equal(403, Wsgi.Get("/admin", site, ("Authorization", Joe[15..^2])).StatusCode);
        Assert.Equal(403, Wsgi.Post("/docs/1", site, "", ("Authorization", Joe[15..^2])).StatusCode);
        Assert.Equal(200, Wsgi.Get("/docs/1", site, ("Authorization", Joe[15..^2])).StatusCode);
        Assert.Equal(200, Wsgi.Request("GET", "/admin", site, prepare: environ => environ[EnvironKey.RemoteAddr] = "192.0.2.1").StatusCode);
    }

    [Theory]
    [InlineData("Remote-User: root")]
    [InlineData("Remote_User: root")]
    [InlineData("REMOTE_USER: root")]
    [InlineData("REMOTE-USER: root")]
    [InlineData("X-Remote-User: root")]
    [InlineData("HTTP_REMOTE_USER: root")]
    [InlineData("Remote-User: root\r\nAuth-Type: Basic")]
    [InlineData("Remote-User-Tokens: admin\r\nRemote_User_Tokens: admin")]
    [InlineData("Remote-Addr: 192.0.2.1")]
    [InlineData("REMOTE_ADDR: 192.0.2.1")]
    [InlineData("X-Forwarded-For: 192.0.2.1")]
    [InlineData("Forwarded: for=192.0.2.1")]
    [InlineData("Content_Length: 0\r\nRemote__User: root")]
    public async Task No_header_of_the_client_says_who_it_is(string headers)
    {
        var site = Load("ini", Ini);
        await using var server = await RunningServer.StartAsync(site.InvokeAsync);

        Assert.StartsWith("HTTP/1.1 401", await server.TalkAsync($"GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await server.TalkAsync($"GET /admin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("//admin")]
    [InlineData("///admin//x")]
    [InlineData("/ADMIN/")]
    [InlineData("/%61%64min")]
    [InlineData("/public/../admin")]
    [InlineData("/public/%2e%2e/admin")]
    [InlineData("/public/..%2fadmin")]
    [InlineData("/public%2F..%2Fadmin")]
    [InlineData("/./admin/.")]
    [InlineData("/admin%2fx")]
    [InlineData("/%2fadmin")]
    [InlineData("/admin;x")]
    [InlineData("/public/..;/admin")]
    [InlineData("/admin\\x")]
    [InlineData("/admin?/public")]
    [InlineData("http://x/admin")]
    [InlineData("http://public/admin")]
    public async Task No_target_gets_around_the_rule_of_a_path(string target)
    {
        var site = Load("ini", Ini);
        await using var server = await RunningServer.StartAsync(site.InvokeAsync);

        var answer = await server.TalkAsync($"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{Joe}\r\n");

        Assert.Matches("^HTTP/1.1 (403|400)", answer);
    }

    private IWsgiApp Load(string format, string config)
    {
        var path = Path.Combine(_folder, "site." + format);
        File.WriteAllText(path, config);
        var loader = new Composer.Loader(new Registry(typeof(Compress).Assembly), new FakePython(), new Services(TimeProvider.System, NullLoggerFactory.Instance));
        var site = loader.Load(loader.Read(path), new SiteRequest { WithServer = false });
        site.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return site.App;
    }
}
