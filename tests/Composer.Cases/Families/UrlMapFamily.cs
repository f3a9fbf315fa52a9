// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary><c>urlmap mounted under prefix /p</c> is a map with another one in it.</summary>
internal sealed class UrlMapFamily : CaseFamily
{
    private const string Under = "urlmap mounted under prefix ";

    public override string Name => "urlmap";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Idea["composite"] is { } kind && ((string)kind!).StartsWith(Under, StringComparison.Ordinal))
        {
            var inner = new JsonObject { ["composite"] = "urlmap" };
            foreach (var key in setup.Idea.Select(pair => pair.Key).Where(key => key != "composite").ToList())
            {
                inner[key] = setup.Take(key);
            }
            setup.Idea["composite"] = "urlmap";
            setup.Idea[((string)kind!)[Under.Length..]] = inner;
        }
    }
}
