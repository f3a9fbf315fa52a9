// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer.Cases;

/// <summary>One case of a case file.</summary>
internal sealed record MiddlewareCase
{
    public required string Id { get; init; }

    public required string Family { get; init; }

    public required string Name { get; init; }

    /// <summary>What the component under test is told.</summary>
    public required JsonObject Config { get; init; }

    public required CaseRequest Request { get; init; }

    /// <summary>Which app is wrapped.</summary>
    public required string Inner { get; init; }

    /// <summary>What the app <c>fixed</c> answers.</summary>
    public JsonObject? InnerResponse { get; init; }

    /// <summary>Values to set in the environ before the pipeline; null removes one.</summary>
    public JsonObject Environ { get; init; } = [];

    /// <summary>How often, or which requests.</summary>
    public JsonNode? Steps { get; init; }

    public JsonNode? Status { get; init; }

    public JsonObject Headers { get; init; } = [];

    public JsonObject BodyRules { get; init; } = [];

    public static MiddlewareCase Parse(JsonObject one)
    {
        var expect = one["expect"]!.AsObject();
        return new MiddlewareCase
        {
            Id = (string)one["id"]!,
            Family = (string)one["family"]!,
            Name = (string?)one["name"] ?? "",
            Config = one["config-idea"] as JsonObject ?? [],
            Request = CaseRequest.Parse(one["request"]!.AsObject()),
            Inner = (string?)one["inner"] ?? "none",
            InnerResponse = one["inner_response"] as JsonObject,
            Environ = one["environ"] as JsonObject ?? [],
            Steps = one["steps"],
            Status = expect["status"],
            Headers = expect["headers"] as JsonObject ?? [],
            BodyRules = expect["body-rule"] as JsonObject ?? [],
        };
    }

    /// <summary>The cases of a file: an array, or an object that has them as <c>cases</c>.</summary>
    public static IReadOnlyList<MiddlewareCase> ReadFile(string file)
    {
        var root = JsonNode.Parse(File.ReadAllBytes(file))!;
        var cases = root as JsonArray ?? root["cases"]!.AsArray();
        return [.. cases.Select(one => Parse(one!.AsObject()))];
    }
}
