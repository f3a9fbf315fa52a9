// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;
using Composer.Cases.Wire;

namespace Composer.Cases.Families;

/// <summary>After the steps, looks at what the session of the first and of the last cookie holds.</summary>
internal sealed class SessionFamily : CaseFamily
{
    private const string Cookie = "beaker.session.id";

    public override string Name => "session";

    /// <summary>The secrets of the vectors are shorter than they should be.</summary>
    public override void Prepare(CaseSetup setup) => setup.Idea["allow_weak_secret"] = true;

    public override async Task PlayAsync(CasePlay play)
    {
        if (play.Case.Inner == "session:concurrent-different-keys")
        {
            await OverlapAsync(play);
            return;
        }
        var before = FilesOutside(play);
        await play.StepsAsync();
        play.Facts["no_file_outside"] = FilesOutside(play).SetEquals(before);
        if (!play.Case.Inner.StartsWith("session:", StringComparison.Ordinal) || play.Case.Steps is null)
        {
            return;
        }
        play.Facts["old_id_loads_empty"] = play.Facts["store_empty"] = play.Facts["new_id_keeps_data"] = "unknown: no answer sets the cookie";
        play.Facts["second_request_sees_value"] = play.Answers[^1].Text.Contains("late value", StringComparison.Ordinal);
        if (CookiesOf(play.Answers) is { Count: > 0 } cookies)
        {
            var old = await DumpAsync(play, cookies[0]);
            play.Facts["old_id_loads_empty"] = old["value"] is null;
            play.Facts["store_empty"] = old["value"] is null;
            play.Facts["new_id_keeps_data"] = cookies[^1] != cookies[0] && (await DumpAsync(play, cookies[^1]))["value"] is not null;
        }
    }

    /// <summary>The values that answers gave the session's cookie.</summary>
    public static List<string> CookiesOf(IEnumerable<Answer> answers) =>
        [.. answers.SelectMany(answer => answer.All("Set-Cookie")).Select(SetCookie.Parse).Where(cookie => cookie.Name == Cookie && cookie.Value.Length > 0).Select(cookie => cookie.Value)];

    /// <summary>What a client with a cookie of its own finds in the session.</summary>
    public static async Task<JsonNode> DumpAsync(CasePlay play, string cookie)
    {
        var request = play.Case.Request with { Method = "GET", Target = "/-dump", Client = "looks at " + cookie, Body = [] };
        var answer = await play.AskAsync(request.With("Cookie", $"{Cookie}={cookie}"));
        return answer.Status == 200 ? JsonNode.Parse(answer.Text)! : throw new InvalidDataException($"/-dump answers {answer.Status}: {answer.Text}");
    }

    // A store's own folder is tmp.
    private static HashSet<string> FilesOutside(CasePlay play) =>
        [.. Directory.EnumerateFiles(play.Setup.Folder, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(Path.Combine(play.Setup.Folder, "tmp/"), StringComparison.Ordinal))];

    // A reader that writes late, and a writer in between: both have the same session.
    private static async Task OverlapAsync(CasePlay play)
    {
        var request = play.Case.Request;
        await play.AskAsync(request);
        var slow = play.AskAsync(request with { Target = "/slow" });
        await play.AskAsync(request with { Target = "/slow-has-read" });
        await play.AskAsync(request with { Target = "/fast" });
        await play.AskAsync(request with { Target = "/fast-is-done" });
        await slow;
        await play.AskAndJudgeAsync(request with { Target = "/-dump" });
    }
}
