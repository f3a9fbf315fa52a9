// SPDX-License-Identifier: MIT
namespace Composer.Tests.Loader;

public sealed class SecretSettingsTests
{
    private readonly SecretSettings _secrets = new(new Registry(typeof(SecretSettingsTests).Assembly));

    [Theory]
    [InlineData("password", "x", "[hidden]")]
    [InlineData("beaker.session.Secret", "x", "[hidden]")]
    [InlineData("encrypt_key", "x", "[hidden]")]
    [InlineData("apikey", "x", "[hidden]")]
    [InlineData("session.key", "sid", "sid")]
    [InlineData("keyfile", "key.pem", "key.pem")]
    [InlineData("url", "redis://:s3cret@cache:6379/0", "redis://:[hidden]@cache:6379/0")]
    [InlineData("url", "https://joe:p%40ss@host/a:b@c https://jim:two@host", "https://joe:[hidden]@host/a:b@c https://jim:[hidden]@host")]
    [InlineData("url", "http://host:80/a@b", "http://host:80/a@b")]
    [InlineData("url", "mailto:joe@host", "mailto:joe@host")]
    [InlineData("database", "Host=db;Password=s3cret;Database=shop", "Host=db;Password=[hidden];Database=shop")]
    public void What_sounds_like_a_secret_is_masked_and_so_is_a_password_in_an_address(string key, string value, string shown)
    {
        Assert.Equal(shown, _secrets.Shown(null, key, value));
    }
}
