// SPDX-License-Identifier: MIT
using Xunit;

namespace Composer.Tests.Loader;

public sealed class ComposerSectionTests : LoaderTest
{
    private const string App = "[app:main]\nuse = composer:say\n";

    [Fact]
    public void It_names_Python_and_its_threads()
    {
        var options = Options("[composer]\npython = %(here)s/venv\nthreads = 4\nqueue = 10\n" + App);

        Assert.Equal(Path.Combine(Folder, "venv"), options.Python);
        Assert.Equal((4, 10), (options.Threads, options.Queue));
    }

    [Theory]
    [InlineData("venv/bin/python", true)]
    [InlineData("python3.12", false)]
    public void A_path_starts_at_the_config_and_a_name_is_left_to_PATH(string python, bool isPath) =>
        Assert.Equal(isPath ? Path.Combine(Folder, python) : python, Options($"[composer]\npython = {python}\n" + App).Python);

    [Fact]
    public void A_config_without_it_has_the_defaults() => Assert.Equal(["true"], Options(App).Native);

    [Fact]
    public void Its_mistakes_are_problems_like_any_other()
    {
        Assert.Equal(
            [
                "site.ini:2:1: error unknown-key: [composer] has no setting 'pyhton'\n  hint: did you mean 'python'?",
                "site.ini:3:11: error bad-value: [composer]: 'threads' must be 1 to 1024, not '0'",
            ],
            Problems("[composer]\npyhton = x\nthreads = 0\n" + App));
    }

    [Theory]
    [InlineData("[composer]\nthreads = 3\n", 3)]
    [InlineData("[server:main]\nuse = egg:waitress\nthreads = 4\n", 4)]
    [InlineData("[server:main]\nuse = composer:http\nthreads = 5\n", 5)]
    [InlineData("[server:main]\nuse = composer:http\ncomposer.threads = 6\n", 6)]
    [InlineData("[composer]\nthreads = 3\n[server:main]\nuse = egg:waitress\nthreads = 4\n", 3)]
    [InlineData("", null)]
    public void Threads_are_known_before_anything_is_imported(string sections, int? threads)
    {
        var loader = NewLoader();

        Assert.Equal(threads, loader.Threads(Read(loader, App + sections), new SiteRequest()));
        Assert.Empty(Python.Log);
    }

    private ComposerOptions Options(string ini) => Composer.Loader.Options(Read(NewLoader(), ini));
}
