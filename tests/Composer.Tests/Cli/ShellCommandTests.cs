// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Tests.Cli;

public sealed class ShellCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public ShellCommandTests()
    {
        _folder.Write("shop.py", "def make(global_conf, currency):\n    def app(environ, start_response):\n        start_response('200 OK', [('X-Path', environ['PATH_INFO'])])\n        return [environ['REQUEST_METHOD'].encode(), b' ', environ['wsgi.input'].read()]\n    return app\n");
        _folder.Write("site.ini", "[pipeline:main]\npipeline = zip shop\n[filter:zip]\nuse = composer:compress\n[app:shop]\nuse = call:shop:make\ncurrency = EUR\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("print(request('/a b').text)", "GET \n")]
    [InlineData("print(request('/', data={'a': '1 2'}).text)", "POST a=1+2\n")]
    [InlineData("print(dict(request('/cart').headers)['X-Path'])", "/cart\n")]
    [InlineData("print(request('/').status, callable(app))", "200 OK True\n")]
    [InlineData("print(loader.get_app('shop') is not None, loader.app_context('shop').local_conf)", "True {'currency': 'EUR'}\n")]
    [InlineData("print(callable(loader.get_filter('zip')(app)))", "True\n")]
    [InlineData("import shop\nprint(config['here'] in shop.__file__)", "True\n")]
    public async Task Code_on_standard_input_has_the_site_at_hand(string code, string expected)
    {
        var (exitCode, output, _) = await ShellAsync(code);

        Assert.Equal((0, expected), (exitCode, output));
    }

    [Fact]
    public async Task Code_that_raises_ends_with_its_traceback()
    {
        var (exitCode, _, error) = await ShellAsync("def f():\n    1/0\nf()\n");

        Assert.Equal(1, exitCode);
        Assert.Contains("File \"<stdin>\", line 2, in f", error, StringComparison.Ordinal);
        Assert.DoesNotContain("compose shell", error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> ShellAsync(string code)
    {
        _folder.Write("code.py", code);
        var start = new ProcessStartInfo("bash", ["-c", $"exec '{AppContext.BaseDirectory}compose' --config site.ini shell < code.py"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = ComposeProcess.DotnetRoot;
        using var process = Process.Start(start)!; // not null without the shell
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
