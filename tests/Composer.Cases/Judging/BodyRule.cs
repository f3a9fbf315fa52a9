// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Composer.Cases.Wire;

namespace Composer.Cases.Judging;

/// <summary>The rules on bodies, and on what happened beside the answers.</summary>
internal static class BodyRule
{
    public static IEnumerable<string> Failures(string name, JsonNode? rule, MiddlewareCase one, Outcome outcome)
    {
        var last = outcome.Answers.Count > 0 ? outcome.Answers[^1] : throw new InvalidDataException("there is no answer");
        var comparison = one.BodyRules["ci"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return name switch
        {
            "equals" => Each(outcome, answer => Same((string)rule!, answer.Text, "the body")),
            "decoded_equals" => Same((string)rule!, last.DecodedText(), "the decoded body"),
            "decoded_chunks" => Same(rule!.ToJsonString(), new JsonArray([.. last.DecodedChunks().Select(chunk => JsonValue.Create(Answer.TextOf(chunk)))]).ToJsonString(), "the decoded chunks"),
            "contains" => Each(outcome, answer => If(answer.Text.Contains((string)rule!, comparison), () => $"the body is {ValueRule.Shown(answer.Text)}, but must contain '{rule}'")),
            "not_contains" or "not_contains2" => If(!last.Text.Contains((string)rule!, comparison), () => $"the body contains '{rule}', but must not"),
            "ci" => rule is JsonValue text && text.GetValueKind() == JsonValueKind.String ? If(last.Text.Contains((string)rule!, StringComparison.OrdinalIgnoreCase), () => $"the body is {ValueRule.Shown(last.Text)}, but must contain '{rule}'") : [],
            "regex" => If(ValueRule.Matches(last.Text, (string)rule!), () => $"the body is {ValueRule.Shown(last.Text)}, but must match {rule}"),
            "empty" => If(last.Body.Length == 0 == (bool)rule!, () => $"the body has {last.Body.Length} bytes: {ValueRule.Shown(last.Text)}"),
            "json" => JsonRule.Failures(rule!, last.Text),
            "bytes_at" => BytesAt(rule!, last.Body),
            "sequence_contains" => SequenceContains(rule!.AsArray(), outcome.Answers),
            "inner_called" => If(outcome.Seen.Calls > 0 == (bool)rule!, () => $"the wrapped app was called {outcome.Seen.Calls} times, but must {((bool)rule! ? "" : "not ")}be called"),
            "inner_calls" => Number((int)rule!, outcome.Seen.Calls, "calls of the wrapped app"),
            "close_called" => Number((int)rule!, outcome.Seen.Closes, "closed bodies of the wrapped app"),
            "streamed" => If(last.Streamed == (bool)rule!, () => $"the first byte came {(last.Streamed ? "before" : "when")} the app was finished"),
            "max_ms" => If(outcome.Elapsed.TotalMilliseconds <= (double)rule!, () => $"it took {outcome.Elapsed.TotalMilliseconds:F0} ms, but may take {rule}"),
            "parallel" => [],
            "client" => ((string)rule!).StartsWith("abort", StringComparison.Ordinal) ? [] : throw new CannotExpress($"the client that does '{rule}'"),
            "log_contains" => If(outcome.Log.Any(line => line.Contains((string)rule!, comparison)), () => $"no line of the log contains '{rule}'; there is: {ValueRule.Shown(string.Join(" | ", outcome.Log))}"),
            "log_regex" => If(outcome.Log.Any(line => ValueRule.Matches(line, (string)rule!)), () => $"no line of the log matches {rule}; there is: {ValueRule.Shown(string.Join(" | ", outcome.Log))}"),
            "config_error_or_500" => If(last.Status == 500, () => $"the config is served and the status is {last.Status}"),
            "connection_aborted" => If(last.Broken is not null == (bool)rule!, () => last.Broken is { } broken ? $"the connection was aborted: {broken}" : "the answer came to a clean end"),
            "propagates" => Propagates((string)rule!, outcome.Seen.Escaped),
            "cgi_env" => JsonRule.Failures(rule!, last.Text),
            _ => Fact(name, rule, outcome),
        };
    }

    private static IEnumerable<string> If(bool holds, Func<string> otherwise) => holds ? [] : [otherwise()];

    private static IEnumerable<string> Same(string wanted, string came, string what) => If(wanted == came, () => $"{what} is {ValueRule.Shown(came)}, but must be {ValueRule.Shown(wanted)}");

    private static IEnumerable<string> Number(int wanted, int came, string what) => If(wanted == came, () => $"there are {came} {what}, but must be {wanted}");

    // Answers to requests that were sent at once must all hold; of steps, the last.
    private static IEnumerable<string> Each(Outcome outcome, Func<Answer, IEnumerable<string>> rule) =>
        (outcome.Answers.Count >= 10 ? outcome.Answers : outcome.Answers.TakeLast(1)).SelectMany(rule).Distinct();

    private static IEnumerable<string> BytesAt(JsonNode rule, byte[] body)
    {
        var wanted = Convert.FromHexString(((string)rule["hex"]!).Replace(" ", "", StringComparison.Ordinal));
        var offset = (int?)rule["offset"] ?? 0;
        var came = Convert.ToHexStringLower([.. body.Skip(offset < 0 ? body.Length + offset : offset).Take(wanted.Length)]);
        return Same(Convert.ToHexStringLower(wanted), came, $"what is at {offset}");
    }

    private static IEnumerable<string> SequenceContains(JsonArray wanted, IReadOnlyList<Answer> answers) =>
        wanted.Count != answers.Count
            ? [$"there are {answers.Count} answers for {wanted.Count} texts"]
            : wanted.Zip(answers).Index().Where(step => !step.Item.Second.Text.Contains((string)step.Item.First!, StringComparison.Ordinal))
                .Select(step => $"answer {step.Index + 1} is {ValueRule.Shown(step.Item.Second.Text)}, but must contain '{step.Item.First}'");

    private static IEnumerable<string> Propagates(string wanted, Exception? escaped) => escaped is null
        ? [$"no exception left the pipeline, but {wanted} must"]
        : If(escaped.GetType().Name == wanted || escaped.Message.StartsWith(wanted, StringComparison.Ordinal), () => $"{escaped.GetType().Name} left the pipeline ({escaped.Message}), but must be {wanted}");

    private static IEnumerable<string> Fact(string name, JsonNode? rule, Outcome outcome) =>
        !outcome.Facts.TryGetValue(name, out var came) ? throw new CannotExpress(string.Create(CultureInfo.InvariantCulture, $"the body rule '{name}'"))
        : rule is JsonObject map && came is JsonObject ? JsonRule.Failures(map, came.ToJsonString())
        : If(JsonNode.DeepEquals(rule, came), () => $"{name} is {came?.ToJsonString() ?? "absent"}, but must be {rule?.ToJsonString()}");
}
