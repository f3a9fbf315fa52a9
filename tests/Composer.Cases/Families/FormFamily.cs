// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>Users of a table are written as <c>name:password</c>, the ticket gets a secret, and the app decides who has to log in; a session is there before the login when the case wants one.</summary>
internal sealed class FormFamily : CaseFamily
{
    public override string Name => "auth-form";

    public override void Prepare(CaseSetup setup)
    {
        setup.Idea["secret"] = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
        setup.Idea["optional"] = true;
        if (setup.Take("users") is JsonObject users)
        {
            setup.Idea["users"] = string.Join(' ', users.Select(user => $"{user.Key}:{user.Value}"));
            setup.Idea["allow_plain"] = true;
        }
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
        play.Facts["old_id_loads_empty"] = "unknown: the visit sets no cookie";
        if (SessionFamily.CookiesOf([visit]) is { Count: > 0 } before)
        {
            play.Facts["old_id_loads_empty"] = (await SessionFamily.DumpAsync(play, before[0]))["value"] is null;
        }
    }
}
