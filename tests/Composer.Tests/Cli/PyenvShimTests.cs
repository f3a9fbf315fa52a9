// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

/// <summary>A <c>python3</c> that is pyenv's script: it is run once, and again when it may mean another Python.</summary>
public sealed class PyenvShimTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task It_is_asked_again_only_when_what_pyenv_looks_at_has_changed()
    {
        Skip.IfNot(File.Exists("/usr/bin/python3"), "there is no /usr/bin/python3");
        var shim = WriteShim("""exec "ROOT/libexec/pyenv" exec "$program" "$@" """);

        Assert.Equal(1, await RunsAsync(shim));
        Assert.Equal(1, await RunsAsync(shim));
        _folder.Write(".python-version", "3.9\n");
        Assert.Equal(2, await RunsAsync(shim));
        Assert.Equal(2, await RunsAsync(shim));
        _folder.Write("pyenv/version", "3.10\n");
        Assert.Equal(3, await RunsAsync(shim));
        Assert.Equal(4, await RunsAsync(shim, "3.11"));
        Assert.Equal(4, await RunsAsync(shim, "3.11"));
    }

    [SkippableFact]
    public async Task A_script_of_which_nothing_is_known_is_always_asked()
    {
        Skip.IfNot(File.Exists("/usr/bin/python3"), "there is no /usr/bin/python3");
        var script = WriteShim("""exec "ROOT/libexec/other" exec "$program" "$@" """);

        Assert.Equal(1, await RunsAsync(script));
        Assert.Equal(2, await RunsAsync(script));
    }

    private string WriteShim(string last)
    {
        var root = Path.Combine(_folder.Path, "pyenv");
        _folder.Write("site.ini", "[app:main]\nuse = call:wsgiref.simple_server:demo_app\n");
        foreach (var name in new[] { "pyenv", "other" })
        {
            WriteScript($"pyenv/libexec/{name}", $"#!/usr/bin/env bash\necho run >> '{root}/runs'\nshift 2\nexec /usr/bin/python3 \"$@\"\n");
        }
        return WriteScript("pyenv/shims/python3", $"#!/usr/bin/env bash\nset -e\nprogram=\"${{0##*/}}\"\nexport PYENV_ROOT=\"{root}\"\n{last.Replace("ROOT", root, StringComparison.Ordinal).TrimEnd()}\n");
    }

    private string WriteScript(string name, string text)
    {
        var path = _folder.Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return path;
    }

    private async Task<int> RunsAsync(string python, string version = "")
    {
        var environment = new Dictionary<string, string> { ["XDG_CACHE_HOME"] = Path.Combine(_folder.Path, "cache"), ["PYENV_VERSION"] = version };
        var end = await ComposeProcess.RunAsync(_folder.Path, environment, "-c", "site.ini", "check", "--python", python);
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        return File.ReadAllLines(Path.Combine(_folder.Path, "pyenv/runs")).Length;
    }
}
