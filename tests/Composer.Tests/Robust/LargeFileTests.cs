// SPDX-License-Identifier: MIT
using Composer.Tests.Loader;
using Composer.Wsgi;

namespace Composer.Tests.Robust;

/// <summary>What a check costs grows with the file and not faster.</summary>
public sealed class LargeFileTests : LoaderTest
{
    [Fact]
    public void Each_use_of_a_component_is_tried_once_and_once_more_by_itself()
    {
        var few = Made(50);
        var many = Made(500);

        Assert.InRange(few, 1, 3 * 50);
        Assert.Equal(10 * few, many);
    }

    [Fact]
    public void A_hundred_missing_names_are_explained_and_the_others_named()
    {
        var problems = Check(string.Concat(Enumerable.Range(0, 300).Select(i => $"[pipeline:p{i}]\npipeline = p{i}x\n")));

        Assert.Equal(300, problems.Count(problem => problem.Contains("no-such-section", StringComparison.Ordinal)));
        Assert.Equal(100, problems.Count(problem => problem.Contains("hint: did you mean", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_wrong_key_is_reported_once_however_many_sections_use_its_section()
    {
        var chain = string.Concat(Enumerable.Range(0, 100).Select(i => $"[app:c{i}]\nuse = c{i + 1}\n"));

        var problems = Check(chain + "[app:c100]\nuse = composer:say\ntxet = y\n");

        Assert.Single(problems, problem => problem.Contains("unknown-key", StringComparison.Ordinal));
    }

    // A mount for each app, so that each is used once.
    private int Made(int apps)
    {
        Counted.Made = 0;
        var mounts = string.Concat(Enumerable.Range(0, apps).Select(i => $"/{i} = a{i}\n"));
        var sections = string.Concat(Enumerable.Range(0, apps).Select(i => $"[app:a{i}]\nuse = composer:counted\n"));
        Assert.Empty(Check($"[composite:main]\nuse = composer:mount\n{mounts}{sections}"));
        return Counted.Made;
    }
}

/// <summary>Counts how often it is made.</summary>
[App("counted")]
public sealed class Counted : IWsgiApp
{
    public Counted() => Made++;

    public static int Made { get; set; }

    public ValueTask<Response> InvokeAsync(Environ environ) => new(Response.Text(200, ""));
}
