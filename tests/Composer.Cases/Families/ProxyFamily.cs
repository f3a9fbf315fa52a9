// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;
using Composer.Cases.Wire;

namespace Composer.Cases.Families;

/// <summary><c>UPSTREAM</c> in the address is a real HTTP server, which does what the inner app says.</summary>
internal sealed class ProxyFamily : CaseFamily
{
    public override string Name => "proxy";

    public override void Prepare(CaseSetup setup)
    {
        if (!setup.Case.Inner.StartsWith("upstream", StringComparison.Ordinal))
        {
            return;
        }
        var upstream = new Upstream("UPSTREAM", setup.Case.Inner);
        setup.Neighbours.Add(upstream);
        setup.Idea["address"] = ((string)setup.Idea["address"]!).Replace("UPSTREAM", upstream.Address, StringComparison.Ordinal);
    }

    public override async Task PlayAsync(CasePlay play)
    {
        await play.StepsAsync();
        Upstream.AddFacts(play, [.. play.Setup.Neighbours.OfType<Upstream>()]);
    }
}
