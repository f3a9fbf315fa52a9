// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;
using Composer.Cases.Wire;

namespace Composer.Cases.Judging;

/// <summary>The status: of every answer, or one for each step.</summary>
internal static class StatusRule
{
    public static IEnumerable<string> Failures(JsonNode? rule, IReadOnlyList<Answer> answers)
    {
        if (rule is JsonObject && rule["sequence"] is JsonArray sequence)
        {
            var wanted = string.Join(", ", sequence.Select(status => status!.ToString()));
            var came = string.Join(", ", answers.Select(answer => answer.Status));
            return wanted == came ? [] : [$"the statuses are {came}, but must be {wanted}"];
        }
        return rule is null ? [] : answers.SelectMany(answer => ValueRule.Failures(rule, answer.Status.ToString(CultureInfo.InvariantCulture), "the status")).Distinct();
    }
}
