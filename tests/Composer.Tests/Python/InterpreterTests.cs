// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.Json;
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.Python;

/// <summary>Which Python runs, seen from an app that <c>compose</c> serves with it.</summary>
public sealed class InterpreterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("composer-python-");

    public static TheoryData<string, bool> Pythons()
    {
        var data = new TheoryData<string, bool>();
        foreach (var python in Installed())
        {
            data.Add(python, false);
            data.Add(python, true);
        }
        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Pythons))]
    public async Task An_interpreter_or_a_virtual_environment_of_it_is_embedded_as_it_is(string python, bool environment)
    {
        Skip.IfNot(File.Exists(python), $"{python} is absent");
        var chosen = environment ? MakeEnvironment(python) : python;
        var expected = Ask(environment ? Path.Combine(chosen, "bin/python3") : chosen);

        var about = await AboutAsync("--python", chosen);

        Assert.Equal(expected.GetProperty("version").GetString(), about.GetProperty("version").GetString());
        Assert.Equal(expected.GetProperty("prefix").GetString(), about.GetProperty("prefix").GetString());
        Assert.Equal(expected.GetProperty("executable").GetString(), about.GetProperty("executable").GetString());
        Assert.Equal(expected.GetProperty("prefix").GetString(), about.GetProperty("child").GetString());
        Assert.Equal(1, about.GetProperty("utf8").GetInt32());
        var path = about.GetProperty("path").EnumerateArray().Select(entry => entry.GetString()).ToList();
        Assert.All(expected.GetProperty("path").EnumerateArray(), entry => Assert.Contains(entry.GetString(), path));
    }

    [SkippableFact]
    public async Task The_folders_of_pth_files_are_on_the_path()
    {
        var environment = MakeEnvironment(Installed().First());
        var added = Directory.CreateDirectory(Path.Combine(_folder.FullName, "added")).FullName;
        var packages = Directory.GetDirectories(Path.Combine(environment, "lib"), "python3*").Single();
        await File.WriteAllTextAsync(Path.Combine(packages, "site-packages", "added.pth"), added + "\n");

        var about = await AboutAsync("--python", environment);

        Assert.Contains(added, about.GetProperty("path").EnumerateArray().Select(entry => entry.GetString()));
    }

    [Fact]
    public async Task The_active_virtual_environment_is_taken_before_python3_on_the_path()
    {
        var environment = MakeEnvironment(Installed().First());

        await using var compose = await ComposeProcess.ServeAsync(_folder.FullName, new Dictionary<string, string> { ["VIRTUAL_ENV"] = environment }, Serve());

        Assert.Equal(environment, (await AboutAsync(compose)).GetProperty("prefix").GetString());
    }

    [Fact]
    public async Task Texts_are_UTF_8_whatever_the_locale()
    {
        await using var compose = await ComposeProcess.ServeAsync(
            _folder.FullName, new Dictionary<string, string> { ["LC_ALL"] = "C", ["PYTHONUTF8"] = "0" }, Serve("--python", Installed().First()));

        Assert.Equal(1, (await AboutAsync(compose)).GetProperty("utf8").GetInt32());
    }

    [Theory]
    [InlineData("/no/such/python", "there is no Python at '/no/such/python'")]
    [InlineData("/bin/true", "/bin/true is no Python")]
    [InlineData("/bin/false", "/bin/false does not work")]
    public async Task A_Python_that_is_none_is_named_with_the_remedy(string python, string message)
    {
        var end = await ComposeProcess.RunAsync(_folder.FullName, Serve("--python", python));

        Assert.Equal(6, end.ExitCode);
        Assert.Contains(message, end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Python_that_does_not_start_because_of_PYTHONHOME_is_told_so()
    {
        var end = await ComposeProcess.RunAsync(_folder.FullName, new Dictionary<string, string> { ["PYTHONHOME"] = _folder.FullName, ["XDG_CACHE_HOME"] = _folder.FullName }, Serve("--python", Installed().First()));

        Assert.Equal(6, end.ExitCode);
        Assert.Contains($"No module named 'encodings'. PYTHONHOME is set to '{_folder.FullName}': unset it", end.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_Python_that_is_too_old_is_refused()
    {
        var old = Installed("3.8").FirstOrDefault();
        Skip.If(old is null, "no Python 3.8 in ../shared or on this machine");

        var end = await ComposeProcess.RunAsync(_folder.FullName, Serve("--python", old));

        Assert.Equal(6, end.ExitCode);
        Assert.Contains("Composer needs 3.9 or later", end.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<JsonElement> AboutAsync(params string[] arguments)
    {
        await using var compose = await ComposeProcess.ServeAsync(_folder.FullName, Serve(arguments));
        return await AboutAsync(compose);
    }

    private static async Task<JsonElement> AboutAsync(ComposeProcess compose)
    {
        using var client = new HttpClient();
        return JsonDocument.Parse(await client.GetStringAsync(compose.Address)).RootElement;
    }

    private string[] Serve(params string[] arguments)
    {
        var config = Path.Combine(_folder.FullName, "site.ini");
        File.Copy(Repository.At("tests/Composer.Tests/Python/life.py"), Path.Combine(_folder.FullName, "life.py"), overwrite: true);
        File.WriteAllText(config, "[app:main]\nuse = wsgi:life:about\n");
        return ["--config", config, "serve", "-b", "127.0.0.1:0", .. arguments];
    }

    private string MakeEnvironment(string python)
    {
        var path = Path.Combine(_folder.FullName, "env");
        Run(python, "-m", "venv", "--without-pip", path);
        return path;
    }

    private static JsonElement Ask(string python) => JsonDocument.Parse(Run(
        python, "-c", "import json, sys; print(json.dumps({'version': sys.version.split()[0], 'prefix': sys.prefix, 'executable': sys.executable, 'path': sys.path[1:]}))")).RootElement;

    // Debian's, and whatever python3 on PATH and pyenv have that can be embedded.
    private static IEnumerable<string> Installed(string version = "3.")
    {
        var pyenv = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv/versions");
        var found = Directory.Exists(pyenv)
            ? Directory.GetDirectories(pyenv, version + "*").Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin/python3"))
            : [];
        return found.Prepend("/usr/bin/python3").Where(File.Exists).Where(python => version != "3." || IsEmbeddable(python)).Where(python => version == "3." || python != "/usr/bin/python3");
    }

    private static bool IsEmbeddable(string python)
    {
        var said = Run(python, "-c", "import sys, sysconfig; print(sys.version_info >= (3, 9) and sysconfig.get_config_var('Py_ENABLE_SHARED') == 1)");
        return said.Trim() == "True";
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
