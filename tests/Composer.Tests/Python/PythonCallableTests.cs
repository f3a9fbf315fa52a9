// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Python;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Python;

/// <summary>Python functions that C# components call.</summary>
[Collection("Python")]
public sealed class PythonCallableTests
{
    [Theory]
    [InlineData("alice:open", "200 OK")]
    [InlineData("alice:closed", "401 Unauthorized")]
    [InlineData("bob:empty list", "401 Unauthorized")]
    [InlineData("grün:öffne", "200 OK")]
    public void Auth_basic_asks_the_function_and_takes_what_Python_takes_for_true(string credentials, string status)
    {
        Assert.Equal(status, Get(Guarded(Wsgi.App("200 OK")), credentials).Status);
    }

    [Fact]
    public void What_it_puts_into_the_environ_is_there_for_the_app_in_either_language()
    {
        string? group = null;
        Get(Guarded(Wsgi.App(environ =>
        {
            group = environ["shop.group"] as string;
            return Wsgi.Answer("200 OK", Body.Empty);
        })), "alice:open");

        Assert.Equal("staff of /shelf", group);
        Assert.Equal("staff of /shelf", Get(Guarded(Embedded.App("group")), "alice:open").Text);
    }

    [Fact]
    public void It_is_called_on_the_thread_of_a_request_that_came_through_Python()
    {
        Assert.Equal("200 OK", Get(Embedded.Filter("passing", Guarded(Wsgi.App("200 OK"))), "alice:open").Status);
        Assert.Equal("200 OK", Get(Embedded.Filter("passing", Embedded.Waiting(Guarded(Embedded.App("group")))), "alice:open").Status);
    }

    [Fact]
    public void What_it_raises_is_a_failure_and_no_refusal()
    {
        Assert.Equal("ValueError: no such user", Assert.Throws<PythonException>(() => Get(Guarded(Wsgi.App("200 OK")), "alice:raise")).Message);
    }

    [Fact]
    public void What_is_no_function_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Embedded.Host.AsCallable(Embedded.Host.Import("apps:app_count")));
        Assert.Throws<ArgumentException>(() => Embedded.Host.AsCallable("text"));
    }

    [Fact]
    public async Task It_may_return_anything()
    {
        var list = Embedded.Host.AsCallable(Embedded.Host.Import("apps:arguments"));

        Assert.Equal("[1, 'a', True, None]", await list.CallAsync(Wsgi.Environ("GET", "/"), 1, "a", true, null));
    }

    private static AuthBasic Guarded(IWsgiApp next)
    {
        var function = Embedded.Host.AsCallable(Embedded.Host.Import("apps:check_password"));
        return new AuthBasic(new AuthBasicOptions { Authfunc = function }, next, new ComponentInfo("auth", "/"), TimeProvider.System, NullLogger<AuthBasic>.Instance);
    }

    private static Result Get(IWsgiApp app, string credentials) =>
        Wsgi.Get("/shelf", app, ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))));
}
