// SPDX-License-Identifier: MIT
using Xunit;

namespace Composer.Tests.Loader;

public sealed class PythonPackagesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("composer-packages").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("repoze.who-2.2.egg-info", "repoze.who")]
    [InlineData("repoze.who-2.2.egg-info", "Repoze_Who")]
    [InlineData("My_App-1.0.dist-info", "my-app")]
    [InlineData("My_App.egg-info", "my.app")]
    public void A_distribution_is_found_under_every_spelling(string directory, string name)
    {
        Write($"site/{directory}/entry_points.txt", "[paste.app_factory]\nmain = pkg:make\n");

        Assert.Equal("pkg:make", Assert.Single(Packages("site").Find(name)!.EntryPoints).Reference);
    }

    [Fact]
    public void The_first_directory_of_the_path_wins()
    {
        Write("a/App-1.dist-info/entry_points.txt", "[paste.app_factory]\nmain = first:app\n");
        Write("b/App-2.dist-info/entry_points.txt", "[paste.app_factory]\nmain = second:app\n");

        Assert.Equal("second:app", Packages("b", "a").Find("App")!.EntryPoints[0].Reference);
    }

    [Fact]
    public void Entry_points_may_be_indented_commented_and_have_extras()
    {
        Write("site/X-1.egg-info/entry_points.txt", "\n  [paste.filter_app_factory]\n  # old\n  a b = pkg.mod : K.make [extra]\n\n  [other]\n  c=d\n");

        Assert.Equal(
            [new EntryPoint("paste.filter_app_factory", "a b", "pkg.mod : K.make"), new EntryPoint("other", "c", "d")],
            Packages("site").Find("x")!.EntryPoints);
    }

    [Fact]
    public void The_name_is_that_of_the_metadata()
    {
        Write("site/my_app-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: My.App\nVersion: 1\n");

        Assert.Equal("My.App", Packages("site").Find("my-app")!.Name);
    }

    [Fact]
    public void Debian_metadata_in_a_single_file_has_no_entry_points()
    {
        Write("site/old-1.egg-info", "Metadata-Version: 1.0\nName: Old\n");

        var found = Packages("site").Find("old")!;

        Assert.Equal("Old", found.Name);
        Assert.Empty(found.EntryPoints);
    }

    [Fact]
    public void An_unpacked_egg_on_the_path_carries_its_metadata_inside()
    {
        Write("site/Foo-1.0-py3.11.egg/EGG-INFO/entry_points.txt", "[paste.app_factory]\nmain = foo:app\n");

        Assert.NotNull(Packages("site/Foo-1.0-py3.11.egg").Find("foo"));
    }

    [Fact]
    public void A_misspelt_distribution_has_a_suggestion()
    {
        Write("site/Paste-1.dist-info/METADATA", "Name: Paste\n");

        Assert.Equal("Paste", Packages("site").Suggest("Pastee"));
        Assert.Null(Packages("site").Find("Pastee"));
    }

    [Theory]
    [InlineData("pkg", true)]
    [InlineData("pkg.sub.mod", true)]
    [InlineData("pkg.sub.other", false)]
    [InlineData("single", true)]
    [InlineData("native", true)]
    [InlineData("sys", true)]
    [InlineData("edited.views", true)]
    [InlineData("absent", false)]
    public void A_module_is_found_by_its_file(string module, bool expected)
    {
        Write("site/pkg/__init__.py", "");
        Write("site/pkg/sub/mod.py", "");
        Write("site/single.py", "");
        Write("site/__editable___Edited_1_0_finder.py", "MAPPING = {'edited': '/src/edited'}");
        Write("site/native.cpython-311-x86_64-linux-gnu.so", "");

        Assert.Equal(expected, Packages("missing", "site").HasModule(module));
    }

    [Fact]
    public void Nothing_asks_for_the_path_before_it_is_needed()
    {
        var packages = new PythonPackages(() => throw new InvalidOperationException("asked"));

        Assert.Throws<InvalidOperationException>(() => packages.Find("x"));
    }

    private PythonPackages Packages(params string[] directories) => new(() => [.. directories.Select(directory => Path.Combine(_root, directory))]);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
