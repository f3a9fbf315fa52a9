// SPDX-License-Identifier: MIT
using System.Diagnostics;
using Composer.Tests.Architecture;

namespace Composer.Tests.Cli;

/// <summary>The <c>./compose</c> script, in a copy of its surroundings: the sources are two files, and the build only notes that it ran.</summary>
public sealed class ComposeScriptTests : IDisposable
{
    private const string Build = """
        #!/bin/bash
        sleep 0.1
        echo built >>"$1/builds"
        mkdir -p "$1/compose-1"
        printf '#!/bin/bash\necho "ran $*"\n' >"$1/compose-1/compose"
        chmod +x "$1/compose-1/compose"
        ln -sfn compose-1 "$1/current"
        touch "$1/stamp"
        """;

    private readonly ConfigFolder _folder = new();

    public ComposeScriptTests()
    {
        foreach (var folder in (string[])["src/obj", "middleware", ".ci"])
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, folder));
        }
        File.Copy(Repository.At("compose"), Path.Combine(_folder.Path, "compose"));
        _folder.Write("Directory.Build.props", "");
        _folder.Write("src/Program.cs", "");
        var build = _folder.Write(".ci/build", Build);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(build, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private string[] Builds => File.ReadAllLines(Path.Combine(_folder.Path, ".build", "builds"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Builds_on_first_use_and_not_again()
    {
        var first = await RunAsync("--version");
        var second = await RunAsync("check", "a file.ini");

        Assert.Equal("ran --version\n", first);
        Assert.Equal("ran check a file.ini\n", second);
        Assert.Single(Builds);
    }

    [Fact]
    public async Task Builds_once_when_several_start_together()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RunAsync("x")));

        Assert.All(answers, answer => Assert.Equal("ran x\n", answer));
        Assert.Single(Builds);
    }

    [Fact]
    public async Task Builds_again_after_a_source_changed()
    {
        await RunAsync("x");
        TouchLater("src/Program.cs");
        await RunAsync("x");

        Assert.Equal(2, Builds.Length);
    }

    [Fact]
    public async Task What_a_build_makes_is_no_source()
    {
        await RunAsync("x");
        _folder.Write("src/obj/Generated.cs", "");
        TouchLater("src/obj/Generated.cs");
        await RunAsync("x");

        Assert.Single(Builds);
    }

    [Fact]
    public async Task Finds_its_folder_through_a_link_from_elsewhere()
    {
        using var elsewhere = new ConfigFolder();
        var link = Path.Combine(elsewhere.Path, "composer");
        File.CreateSymbolicLink(link, Path.Combine(_folder.Path, "compose"));

        Assert.Equal("ran x\n", await StartAsync(link, elsewhere.Path, "x"));
    }

    [Fact]
    public async Task An_installed_copy_without_sources_builds_nothing()
    {
        await RunAsync("x");
        Directory.Delete(Path.Combine(_folder.Path, "src"), recursive: true);
        TouchLater("Directory.Build.props");
        await RunAsync("x");

        Assert.Single(Builds);
    }

    [Fact]
    public async Task What_its_caller_has_closed_is_no_free_number_for_sockets()
    {
        await RunAsync("x");
        _folder.Write(".build/compose-1/compose", "#!/bin/bash\nls -l /proc/$$/fd/0 /proc/$$/fd/2 | grep -c /dev/null\n");
        var closed = _folder.Write("closed", "bash compose x 0<&- 2>&-\n");

        Assert.Equal("2\n", await StartAsync(closed, _folder.Path));
    }

    private void TouchLater(string file) =>
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, file), File.GetLastWriteTimeUtc(Path.Combine(_folder.Path, ".build", "stamp")).AddSeconds(1));

    private Task<string> RunAsync(params string[] words) => StartAsync(Path.Combine(_folder.Path, "compose"), _folder.Path, words);

    private static async Task<string> StartAsync(string script, string directory, params string[] words)
    {
        var start = new ProcessStartInfo("bash", [script, .. words]) { RedirectStandardOutput = true, WorkingDirectory = directory };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
