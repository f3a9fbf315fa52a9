// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Tests.Cli;

namespace Composer.Tests.Schema;

public sealed class LoaderAgreementTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_loader_refuses_what_the_schema_refuses_and_nothing_else(int seed)
    {
        var configs = new MutatedConfigs(seed);
        var documents = Enumerable.Range(0, 600).ToDictionary(i => $"{i}", _ => (JsonNode)configs.Next());

        var disagreements = SchemaValidator.Validate(documents).Select(result => Disagreement(documents[result.Key], result.Value)).OfType<string>().ToList();

        Assert.True(disagreements.Count == 0, string.Join("\n\n", disagreements));
    }

    // JSON is YAML.
    private string? Disagreement(JsonNode config, string[] pointers)
    {
        var file = _folder.Write("site.yaml", config.ToJsonString());
        var refusals = pointers.Length > 0 ? LoaderRefusals.All(file) : LoaderRefusals.Of(file);
        return refusals.Count > 0 == pointers.Length > 0
            ? null
            : $"{config.ToJsonString()}\n  schema: {string.Join(' ', pointers)}\n  loader: {string.Join(' ', refusals)}";
    }
}
