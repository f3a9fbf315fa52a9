// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Composer.Cases.Wire;

namespace Composer.Cases.Judging;

/// <summary>A rule on the header of a name: on its lines in all answers, or on the last answer that has it.</summary>
/// <param name="name">The header.</param>
/// <param name="one">The case.</param>
/// <param name="runner">For rules that compare with another case.</param>
internal sealed class HeaderRule(string name, MiddlewareCase one, CaseRunner runner)
{
    public async Task<IReadOnlyList<string>> FailuresAsync(JsonNode? rule, Outcome outcome)
    {
        var failures = new List<string>();
        foreach (var (comparison, wanted) in rule as JsonObject ?? new JsonObject { ["="] = rule?.DeepClone() })
        {
            failures.AddRange(await FailuresAsync(comparison, wanted, outcome));
        }
        return failures;
    }

    private async Task<IEnumerable<string>> FailuresAsync(string comparison, JsonNode? wanted, Outcome outcome)
    {
        var answers = outcome.Answers;
        var values = answers.SelectMany(answer => answer.All(name)).ToList();
        var last = answers.LastOrDefault(answer => answer.Header(name) is not null) ?? answers[^1];
        return comparison switch
        {
            "=" => ValueRule.Failures(wanted, last.Header(name), name),
            "all_regex" => Patterns(wanted).Where(pattern => !values.Any(value => ValueRule.Matches(value, pattern))).Select(pattern => Wrong(values, $"one must match {pattern}")),
            "any_regex" => Patterns(wanted).Any(pattern => values.Any(value => ValueRule.Matches(value, pattern))) ? [] : [Wrong(values, $"one must match {wanted!.ToJsonString()}")],
            "last_regex" => Patterns(wanted).Where(pattern => values.Count == 0 || !ValueRule.Matches(values[^1], pattern)).Select(pattern => Wrong(values, $"the last must match {pattern}")),
            "count" => answers[^1].All(name).Count == (int)wanted! ? [] : [Wrong(values, $"there must be {wanted}")],
            "absent_or_actual" => AbsentOrActual(last),
            "expires_in" => ExpiresIn(wanted!.AsArray(), values, outcome.Now),
            "hmac_sha1_prefix" => SignedWith(wanted!, values),
            "same_as_case" => await SameAsCaseAsync((string)wanted!, last),
            "differs_from_identity" => await DiffersFromIdentityAsync(last),
            _ => ValueRule.Failures(new JsonObject { [comparison] = wanted?.DeepClone() }, last.Header(name), name),
        };
    }

    private string Wrong(List<string> values, string must) => $"{name} is {(values.Count == 0 ? "absent" : string.Join(" | ", values))}, but {must}";

    private static string[] Patterns(JsonNode? wanted) => wanted is JsonArray list ? [.. list.Select(pattern => (string)pattern!)] : [(string)wanted!];

    private IEnumerable<string> AbsentOrActual(Answer answer)
    {
        var actual = answer.Body.Length.ToString(CultureInfo.InvariantCulture);
        return answer.Header(name) is null || answer.Header(name) == actual ? [] : [$"{name} is {answer.Header(name)}, but must be absent or {actual}"];
    }

    private IEnumerable<string> ExpiresIn(JsonArray bounds, List<string> values, DateTimeOffset now)
    {
        var seconds = values.Select(value => (SetCookie.Parse(value).Expiry(now) - now)?.TotalSeconds).ToList();
        var (least, most) = ((double)bounds[0]!, (double)bounds[1]!);
        return seconds.Any(one => one >= least && one <= most) ? [] : [Wrong(values, $"one must expire in {least} to {most} seconds")];
    }

    private IEnumerable<string> SignedWith(JsonNode wanted, List<string> values)
    {
        var key = Encoding.UTF8.GetBytes((string)wanted["key"]!);
        var cookies = values.Select(SetCookie.Parse).Where(cookie => wanted["cookie"] is not { } only || cookie.Name == (string)only!);
        return cookies.Any(cookie => IsSigned(cookie.Value.Trim('"'), key)) ? [] : [Wrong(values, $"one must begin with the HMAC of the rest, {wanted.ToJsonString()}")];
    }

    private static bool IsSigned(string value, byte[] key) =>
#pragma warning disable CA5350 // what Beaker writes
        value.Length > 40 && value[..40] == Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(value[40..])));
#pragma warning restore CA5350

    // A case that the file does not have: the same bytes as one block, which must not make a difference.
    private async Task<IEnumerable<string>> SameAsCaseAsync(string id, Answer answer)
    {
        var other = await runner.AnswerOfAsync(id) ?? await runner.AnswerOfAsync(one with
        {
            Inner = "fixed",
            InnerResponse = new JsonObject { ["status"] = "200 OK", ["headers"] = new JsonObject { ["Content-Type"] = answer.Header("Content-Type") }, ["body"] = answer.Text },
        });
        return other.Header(name) is { } value && value == answer.Header(name) ? [] : [$"{name} is {ValueRule.Shown(answer.Header(name))}, but case {id} has {ValueRule.Shown(other.Header(name))}"];
    }

    private async Task<IEnumerable<string>> DiffersFromIdentityAsync(Answer answer)
    {
        var identity = await runner.AnswerOfAsync(one with { Request = one.Request.With("Accept-Encoding", null) });
        return identity.Header(name) != answer.Header(name) ? [] : [$"{name} is {ValueRule.Shown(answer.Header(name))}, as without compression"];
    }
}
