// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>A list of routes, each of which is a key here; its app says its name.</summary>
internal sealed class RouterFamily : CaseFamily
{
    public override string Name => "router";

    public override void Prepare(CaseSetup setup)
    {
        foreach (var route in setup.Take("routes")?.AsArray() ?? [])
        {
            var methods = string.Join(',', route!["methods"]?.AsArray().Select(method => (string)method!) ?? []);
            setup.Idea[$"{methods} {(string)route["path"]!}".Trim()] = (string)route["app"]!;
        }
    }
}
