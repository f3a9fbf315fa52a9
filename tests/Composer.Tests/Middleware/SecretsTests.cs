// SPDX-License-Identifier: MIT
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("/p", "/p")]
    [InlineData("/p?a=1&b=2", "/p?a=1&b=2")]
    [InlineData("/p?token=x", "/p?token=[hidden]")]
    [InlineData("/p?a=1&token=x&b=2", "/p?a=1&token=[hidden]&b=2")]
    [InlineData("token=x&token=y", "token=[hidden]&token=[hidden]")]
    [InlineData("/p?%74oken=x", "/p?%74oken=[hidden]")]
    [InlineData("/p?token=&token", "/p?token=&token")]
    [InlineData("/p?a;token=x;", "/p?a;token=[hidden];")]
    [InlineData("", "")]
    public void Values_of_secret_names_are_masked_in_a_query(string text, string masked)
    {
        Assert.Equal(masked, Secrets.MaskQuery(text, name => name == "token"));
    }

    [Theory]
    [InlineData("HTTP_COOKIE", true)]
    [InlineData("HTTP_AUTHORIZATION", true)]
    [InlineData("HTTP_X_CSRF_TOKEN", true)]
    [InlineData("db_password", true)]
    [InlineData("SECRET_KEY", true)]
    [InlineData("HTTP_HOST", false)]
    [InlineData("REMOTE_USER", false)]
    public void Secrets_are_known_by_their_names(string name, bool hidden)
    {
        Assert.Equal(hidden, Secrets.Hides(name));
    }
}
