// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;
using Composer.Cases.Wire;

namespace Composer.Cases.Families;

/// <summary>Each upstream is a real HTTP server; those that are down are ports where nobody listens.</summary>
internal sealed class BalanceFamily : CaseFamily
{
    public override string Name => "balance";

    public override void Prepare(CaseSetup setup)
    {
        var down = (setup.Take("down") as JsonArray ?? []).Select(address => (string)address!).ToList();
        var addresses = new JsonArray();
        foreach (var written in setup.Idea["upstreams"]!.AsArray().Select(address => (string)address!))
        {
            var upstream = new Upstream(written["http://".Length..], "upstream-echo");
            setup.Neighbours.Add(upstream);
            addresses.Add("http://" + upstream.Address);
            if (down.Contains(written))
            {
                upstream.Stop();
            }
        }
        setup.Idea["upstreams"] = addresses;
        if (setup.Take("down_after") is { } count)
        {
            setup.Neighbours.Add(new DownAfter((int)count));
        }
    }

    public override async Task PlayAsync(CasePlay play)
    {
        var upstreams = play.Setup.Neighbours.OfType<Upstream>().ToList();
        var limit = play.Setup.Neighbours.OfType<DownAfter>().FirstOrDefault();
        for (var step = 0; step < ((int?)play.Case.Steps ?? 1); step++)
        {
            if (step == limit?.Steps)
            {
                upstreams.Find(upstream => upstream.Requests.Count > 0)?.Stop();
            }
            await play.AskAndJudgeAsync(play.Case.Request);
        }
        Upstream.AddFacts(play, upstreams);
    }

    /// <summary>After how many requests the upstream that answered goes down.</summary>
    private sealed record DownAfter(int Steps) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }
}
