// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Text.RegularExpressions;
using Composer.Config;
using Composer.Tests.Loader;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Architecture;

/// <summary>The configs that the manual shows are right. Most are a part of one: what they refer to may be elsewhere.</summary>
public sealed partial class ManualConfigTests : IDisposable
{
    private static readonly string[] Elsewhere = ["no-such-section", "python-import", "no-such-file", "no-such-distribution"];
    private static readonly Registry Registry = new(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers"));

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-manual-").FullName;

    public static TheoryData<string> Pages => ["README.md", .. Repository.Files("docs", "*.md")];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_no_config_that_is_wrong(string page) =>
        Assert.All(Block().Matches(File.ReadAllText(Repository.At(page))), block => Assert.Empty(Errors(block.Groups["format"].Value, block.Groups["text"].Value)));

    private List<string> Errors(string format, string text)
    {
        var file = Path.Combine(_folder, $"site.{format}");
        File.WriteAllText(file, text);
        var loader = new Composer.Loader(Registry, new FakePython(), new Services(TimeProvider.System, NullLoggerFactory.Instance));
        try
        {
            return [.. loader.Check(loader.Read(file)).Where(IsWrong).Select(problem => problem.ToString())];
        }
        catch (ConfigException error)
        {
            return [.. error.Diagnostics.Where(IsWrong).Select(problem => problem.ToString())];
        }
    }

    private static bool IsWrong(Diagnostic problem) =>
        problem.Severity == Severity.Error && !Elsewhere.Contains(problem.Code) && !problem.Message.Contains("there is no ", StringComparison.Ordinal) && !problem.Message.Contains("MyFilters.dll", StringComparison.Ordinal);

    [GeneratedRegex(@"^```(?<format>ini|toml|yaml)\n(?<text>\[[^\[].*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
