// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer.Cases.Mapping;

/// <summary>The wrapped apps that case files name.</summary>
internal static class InnerApps
{
    /// <summary>Adds the section of one.</summary>
    /// <param name="setup">Where to.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="inner">As the case writes it.</param>
    /// <param name="word">What <c>echo</c> says of itself, when that is not the section's name.</param>
    public static void Add(CaseSetup setup, string name, string inner, string? word = null)
    {
        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        var (kind, argument) = colon < 0 ? (inner, "") : (inner[..colon], inner[(colon + 1)..]);
        setup.AddInner(name, kind switch
        {
            "echo" => Uses("composer:case-echo", ("name", word ?? name)),
            "none" => Uses("composer:case-fixed", ("body", "nothing to see")),
            "fixed" => Fixed(setup.Case.InnerResponse ?? throw new CannotExpress("inner 'fixed' without inner_response")),
            "fixed-with-close" => WithHeaders(argument),
            "stream" or "stream-with-close" => Stream(setup, argument, slow: false),
            "stream-slow" => Stream(setup, argument.Length > 0 ? argument : "one|two|three", slow: true),
            "stream-list" => Python("stream_list", ("parts", argument)),
            "write-then-iter" => argument.Length > 0 ? Python("write_then_iter", ("parts", argument)) : Python("write_then_iter"),
            "raise" => Python("raises", ("what", OrElse(argument, "ValueError"))),
            "raise-after-start" => Python("raises_after_start", ("what", OrElse(argument, "ValueError"))),
            "raise-in-iter" => Python("raises_in_iter", ("what", OrElse(argument, "ValueError"))),
            "raise-in-close" => Python("raises_in_close", ("what", OrElse(argument, "ValueError"))),
            "raise-http" => Python("raises_http", ("code", argument.Split(' ')[0]), ("location", argument.Split(' ')[^1])),
            "map" => Uses("composer:case-pages", ("map", argument)),
            "forward" => Python("forwards", ("source", argument.Split("->")[0]), ("target", argument.Split("->")[^1])),
            "include" => Python("includes", ("path", argument)),
            "lazy-404-generator" => Python("lazy_404"),
            "lint" => Python("breaks", ("rule", argument)),
            "read-all" => Python("reads_all"),
            "read-all-unbounded" => Python("reads_all", ("bounded", "no")),
            "config-echo" => Python("config_echo"),
            "beaker-counter" => Uses("call:case_sessions:counter"),
            "session" => Uses("call:case_sessions:operations", ("operation", argument)),
            _ => throw new CannotExpress($"the inner app '{inner}'"),
        });
    }

    /// <summary>Settings of a fixed answer.</summary>
    public static JsonObject Fixed(JsonObject response) => new()
    {
        ["use"] = "composer:case-fixed",
        ["status"] = (string?)response["status"] ?? "200 OK",
        ["body"] = (string?)response["body"] ?? "",
        ["headers"] = Lines(response["headers"] as JsonObject ?? []),
    };

    /// <summary>Settings that begin with a <c>use</c>.</summary>
    public static JsonObject Uses(string use, params (string Name, string Value)[] settings)
    {
        var all = new JsonObject { ["use"] = use };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }
        return all;
    }

    private static JsonObject Python(string factory, params (string Name, string Value)[] settings) => Uses("call:case_apps:" + factory, settings);

    private static JsonArray Lines(JsonObject headers)
    {
        var lines = new JsonArray();
        foreach (var (name, value) in headers)
        {
            foreach (var one in value is JsonArray several ? [.. several] : new[] { value })
            {
                lines.Add($"{name}: {one}");
            }
        }
        return lines;
    }

    private static JsonObject WithHeaders(string argument)
    {
        var settings = Uses("composer:case-fixed", ("body", "abc"));
        var lines = new JsonArray { "Content-Type: text/plain" };
        foreach (var header in argument.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            lines.Add(header.Replace("=", ": ", StringComparison.Ordinal));
        }
        settings["headers"] = lines;
        return settings;
    }

    private static JsonObject Stream(CaseSetup setup, string parts, bool slow)
    {
        var settings = Uses("composer:case-stream");
        settings["parts"] = new JsonArray([.. parts.Split('|').Select(part => JsonValue.Create(part))]);
        settings["slow"] = slow;
        if (setup.Case.InnerResponse?["headers"]?["Content-Type"] is { } type)
        {
            settings["type"] = type.DeepClone();
        }
        return settings;
    }

    private static string OrElse(string text, string other) => text.Length > 0 ? text : other;
}
