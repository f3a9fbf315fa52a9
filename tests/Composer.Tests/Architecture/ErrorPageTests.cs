// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Tests.Architecture;

public sealed partial class ErrorPageTests
{
    [Fact]
    public void Every_code_in_the_source_has_a_paragraph_in_the_manual() => Assert.Empty(Used().Except(Explained()));

    [Fact]
    public void The_manual_explains_no_code_that_is_not_used() => Assert.Empty(Explained().Except(Used()));

    [Fact]
    public void Codes_are_explained_in_alphabetical_order() => Assert.Equal(Explained().Order(StringComparer.Ordinal), Explained());

    private static IEnumerable<string> Used() =>
        from folder in (string[])["src", "middleware"]
        from file in Repository.Files(folder, "*.cs")
        from Match match in Code().Matches(File.ReadAllText(Repository.At(file)))
        select match.Groups[1].Value;

    private static string[] Explained() =>
        [.. Heading().Matches(File.ReadAllText(Repository.At("docs", "errors.md"))).Select(match => match.Groups[1].Value)];

    // The first text in plain quotes after a place, in a call that makes a problem.
    [GeneratedRegex("""(?:Error|Warning|Hint|Fatal|Fail|Problem|Diagnostic|Failure\.\w+)\([^;"]*?,\s*"([a-z]+(?:-[a-z]+)*)",""")]
    private static partial Regex Code();

    [GeneratedRegex(@"^## ([a-z-]+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
