// SPDX-License-Identifier: MIT
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.PythonPackage;

/// <summary>The wheel and the sdist that <c>compose package</c> writes, installed and used.</summary>
public sealed class PackageCommandTests : IDisposable
{
    private const string Program = """
        import sys, wsgi_composer
        from wsgiref.util import setup_testing_defaults
        app = wsgi_composer.loadapp("config:" + sys.argv[1])
        environ = {}
        setup_testing_defaults(environ)
        print(b"".join(app(environ, lambda status, headers: print(status))).decode(), wsgi_composer._assemblies.find().parent.name)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-wheel-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("*.whl")]
    [InlineData("*.tar.gz")]
    public async Task What_it_writes_installs_without_a_network_and_works(string pattern)
    {
        Skip.IfNot(File.Exists(PythonScript.Debian), "python3 is not installed");
        var built = await ComposeProcess.RunAsync(_folder, "package", "--python", PythonScript.Debian, "-o", "dist");
        Assert.Equal((0, ""), (built.ExitCode, built.Error));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "dist"), pattern));
        var python = await NewEnvironmentAsync(file);
        await File.WriteAllTextAsync(Path.Combine(_folder, "site.ini"), "[app:main]\nuse = composer:respond\ntext = hello\n");

        var (_, printed) = await RunAsync(python, "-c", Program, Path.Combine(_folder, "site.ini"));
        var (_, version) = await RunAsync(Path.Combine(_folder, "venv", "bin", "compose"), "--version");
        var (_, path) = await RunAsync(Path.Combine(_folder, "venv", "bin", "compose"), "python-path");
        var (_, left) = await RunAsync(python, "-m", "pip", "check");

        Assert.Equal("200 OK\nhello assemblies", printed.Trim());
        Assert.StartsWith("compose ", version, StringComparison.Ordinal);
        Assert.EndsWith("site-packages", path.Trim(), StringComparison.Ordinal);
        Assert.Contains("No broken requirements", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_packages_of_one_build_are_the_same_bytes()
    {
        foreach (var folder in new[] { "one", "two" })
        {
            var end = await ComposeProcess.RunAsync(_folder, "package", "--python", "python3", "-o", folder);
            Assert.Equal((0, ""), (end.ExitCode, end.Error));
        }

        Assert.All(Directory.GetFiles(Path.Combine(_folder, "one")), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("/one/", "/two/", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Python_path_is_a_folder_that_importlib_takes_for_an_installed_distribution()
    {
        var end = await ComposeProcess.RunAsync(_folder, "python-path");
        var entryPoints = await ComposeProcess.RunAsync(_folder, "python-path", "--entry-points");

        var information = Assert.Single(Directory.GetDirectories(end.Output.Trim(), "wsgi_composer-*.dist-info"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(information, "entry_points.txt")), entryPoints.Output);
        Assert.Contains("\n[paste.filter_app_factory]\n", entryPoints.Output, StringComparison.Ordinal);
        Assert.Contains("\ngzip = wsgi_composer.components:filter.gzip\n", entryPoints.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_the_products() =>
        Assert.Contains($"__version__ = \"{Version()}\"", File.ReadAllText(Repository.At("src", "python", "wsgi_composer", "__init__.py")), StringComparison.Ordinal);

    private static string Version() => typeof(Registry).Assembly.GetName().Version!.ToString(3); // every assembly here has one

    private async Task<string> NewEnvironmentAsync(string file)
    {
        var environment = Path.Combine(_folder, "venv");
        await RunAsync(PythonScript.Debian, "-m", "venv", environment);
        var python = Path.Combine(environment, "bin", "python");
        await RunAsync(python, "-m", "pip", "install", "--no-index", "--disable-pip-version-check", "--quiet", file);
        return python;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var end = await PythonScript.RunAsync(program, arguments, path: null);
        Assert.True(end.ExitCode == 0, end.Output);
        return end;
    }
}
