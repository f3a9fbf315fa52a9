// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Tests.Architecture;

public sealed partial class SourceTests
{
    private static readonly string[] Folders = ["src", "middleware", "tests"];

    private static IEnumerable<string> Sources => Folders.SelectMany(folder => Repository.Files(folder, "*.cs"));

    private static IEnumerable<string> Shipped => Sources.Where(file => !file.StartsWith("tests/", StringComparison.Ordinal));

    private static IEnumerable<string> PythonFiles =>
        Folders.Append("config-examples").SelectMany(folder => Repository.Files(folder, "*.py")).Where(file => new FileInfo(Repository.At(file)).Length > 0);

    [Fact]
    public void Every_source_file_begins_with_its_licence() =>
        Assert.All(Sources, file => Assert.Equal("// SPDX-License-Identifier: MIT", File.ReadLines(Repository.At(file)).First()));

    [Fact]
    public void Every_python_file_begins_with_its_licence() =>
        Assert.All(PythonFiles, file => Assert.Contains("# SPDX-License-Identifier: MIT", File.ReadLines(Repository.At(file)).Take(2)));

    [Fact]
    public void No_type_hides_its_idea_behind_an_empty_word() =>
        Assert.All(Shipped, file => Assert.DoesNotMatch(EmptyWord(), Path.GetFileNameWithoutExtension(file)));

    [Fact]
    public void No_work_is_left_for_later() =>
        Assert.Empty(Lines(Shipped, Unfinished()));

    [Fact]
    public void Nothing_shipped_depends_on_the_culture_the_wall_clock_or_chance_unseen() =>
        Assert.Empty(Lines(Shipped, Forbidden()));

    private static IEnumerable<string> Lines(IEnumerable<string> files, Regex pattern) =>
        from file in files
        from line in File.ReadLines(Repository.At(file)).Index()
        where pattern.IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}";

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilities|Base|Impl|Misc|Common)$")]
    private static partial Regex EmptyWord();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bXXX\b|NotImplementedException|^\s*#\s*(region|endregion)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|new Random\(|Random\.Shared|StringComparison\.(Current|Invariant)Culture|CurrentCulture\b")]
    private static partial Regex Forbidden();
}
