// SPDX-License-Identifier: MIT
using System.Text.Json;
using Composer.Tests.Architecture;

namespace Composer.Tests.Middleware.Cases;

/// <summary>The request and response cases that describe the middlewares, beside the repository; a checkout without them skips their tests.</summary>
internal static class SpecCases
{
    private const string Absent = "(no cases here)";

    private static readonly Lazy<Dictionary<string, JsonElement>> All = new(Load);

    /// <summary>The ids of some families, as rows of a theory; one row that is skipped when there are none.</summary>
    public static IEnumerable<object[]> Of(params string[] families)
    {
        var ids = All.Value.Where(pair => families.Contains(pair.Value.GetProperty("family").GetString())).Select(pair => pair.Key).DefaultIfEmpty(Absent);
        return ids.Select(id => new object[] { id });
    }

    /// <summary>A case; skips the test when there are none.</summary>
    public static JsonElement Get(string id)
    {
        Skip.If(id == Absent, "../shared/spec/middleware-cases.json is not there");
        return All.Value[id];
    }

    private static Dictionary<string, JsonElement> Load()
    {
        var file = Repository.At("..", "shared", "spec", "middleware-cases.json");
        if (!File.Exists(file))
        {
            return [];
        }
        var root = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        var cases = root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("cases");
        return cases.EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!);
    }
}
