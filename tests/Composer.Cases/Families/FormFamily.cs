// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>Users of a table get a password file, the ticket a secret; a session is there before the login when the case wants one.</summary>
internal sealed class FormFamily : CaseFamily
{
    public override string Name => "auth-form";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Take("session") is { } session && (bool)session)
        {
            setup.AddFilter("session", new JsonObject { ["session.type"] = "memory" });
        }
    }

    public override async Task PlayAsync(CasePlay play)
    {
        if (play.Case.Inner != "session:login")
        {
            await play.StepsAsync();
            return;
        }
        var visit = await play.AskAsync(play.Case.Request with { Method = "GET", Target = "/", Body = [], Headers = [] });
        await play.StepsAsync();
        if (SessionFamily.CookiesOf([visit]) is { Count: > 0 } before)
        {
            play.Facts["old_id_loads_empty"] = (await SessionFamily.DumpAsync(play, before[0]))["value"] is null;
        }
    }
}
