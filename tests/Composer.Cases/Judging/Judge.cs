// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer.Cases.Judging;

/// <summary>Holds what came against everything that a case expects.</summary>
/// <param name="runner">For rules that compare with another case.</param>
internal sealed class Judge(CaseRunner runner)
{
    public async Task<IReadOnlyList<string>> FailuresAsync(MiddlewareCase one, Outcome outcome)
    {
        if (outcome.ConfigError is { } problem)
        {
            return JudgeConfigError(one, problem);
        }
        if (one.BodyRules.ContainsKey("config_error"))
        {
            return [$"the config must be refused ({one.BodyRules["config_error"]!.ToJsonString()}), but it is served"];
        }
        var failures = new List<string>();
        failures.AddRange(StatusRule.Failures(one.Status, outcome.Answers));
        foreach (var (name, rule) in one.Headers)
        {
            failures.AddRange(await new HeaderRule(name, one, runner).FailuresAsync(rule, outcome));
        }
        foreach (var (name, rule) in one.BodyRules)
        {
            failures.AddRange(BodyRule.Failures(name, rule, one, outcome));
        }
        if (failures.Count > 0 && outcome.Answers.Count > 0 && !one.BodyRules.ContainsKey("connection_aborted") && outcome.Answers[^1].Broken is { } broken)
        {
            failures.Add($"the last answer broke off: {broken}");
        }
        return failures;
    }

    private static List<string> JudgeConfigError(MiddlewareCase one, string problem)
    {
        if (problem.Contains("error no-factory:", StringComparison.Ordinal))
        {
            return [$"the config is refused: {problem}"];
        }
        if (one.BodyRules["config_error_or_500"] is not null)
        {
            return [];
        }
        if (!one.BodyRules.TryGetPropertyValue("config_error", out var rule))
        {
            return [$"the config is refused: {problem}"];
        }
        return rule is JsonObject
            ? [.. ValueRule.Failures(rule, problem, "the message of the config error")]
            : [];
    }
}
