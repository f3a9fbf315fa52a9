// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>Every route's app is one that says its name.</summary>
internal sealed class RouterFamily : CaseFamily
{
    public override string Name => "router";

    public override void Prepare(CaseSetup setup)
    {
        foreach (var route in setup.Idea["routes"]?.AsArray() ?? [])
        {
            GeneralMapping.AddMounted(setup, (string)route!["app"]!);
        }
    }
}
