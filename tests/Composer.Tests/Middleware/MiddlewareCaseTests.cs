// SPDX-License-Identifier: MIT
using Composer.Cases;
using Composer.Tests.Architecture;
using Composer.Tests.Python;

namespace Composer.Tests.Middleware;

/// <summary>Every request and response case, over Kestrel as <c>tests/run-cases</c> runs it; a row's name is the case's id.</summary>
[Collection("Python")]
public sealed class MiddlewareCaseTests
{
    private const string Absent = "(no cases here)";

    /// <summary>Families whose component is not built yet, with what is missing; their cases are not rows here, and fail in <c>tests/run-cases</c>.</summary>
    private static readonly Dictionary<string, string> NotBuiltYet = new()
    {
        ["proxy"] = "no app 'proxy'",
        ["balance"] = "no app 'proxy'",
        ["fastcgi"] = "no app 'fastcgi'",
        ["cgi"] = "no app 'cgi'",
    };

    private static readonly IReadOnlyList<MiddlewareCase> OurOwn =
        [.. Directory.EnumerateFiles(Repository.At("tests", "cases", "middleware"), "*.json").Order(StringComparer.Ordinal).SelectMany(MiddlewareCase.ReadFile)];

    private static readonly IReadOnlyList<MiddlewareCase> Specified = File.Exists(SpecifiedFile) ? MiddlewareCase.ReadFile(SpecifiedFile) : [];

    static MiddlewareCaseTests() => _ = Embedded.Host;

    public static TheoryData<string> OurIds => [.. OurOwn.Select(one => one.Id)];

    public static TheoryData<string> SpecifiedIds => [.. Specified.Where(one => !NotBuiltYet.ContainsKey(one.Family)).Select(one => one.Id).DefaultIfEmpty(Absent)];

    private static string SpecifiedFile => Repository.At("..", "shared", "spec", "middleware-cases.json");

    [Theory]
    [MemberData(nameof(OurIds))]
    public Task A_case_of_our_own_holds(string id) => HoldsAsync(OurOwn, id);

    [SkippableTheory]
    [MemberData(nameof(SpecifiedIds))]
    public Task A_case_of_the_specification_holds(string id)
    {
        Skip.If(id == Absent, "../shared/spec/middleware-cases.json is not there");
        return HoldsAsync(Specified, id);
    }

    private static IEnumerable<string> LoggedByPython() => Embedded.Logs.Entries.Select(entry => $"{entry.Message}\n{entry.Exception}");

    private static async Task HoldsAsync(IReadOnlyList<MiddlewareCase> all, string id)
    {
        var result = await new CaseRunner(all) { LoggedElsewhere = LoggedByPython }.RunAsync(all.Single(one => one.Id == id));

        Assert.True(result.Passed, $"{result.Line}\n{result.Config}");
    }
}
