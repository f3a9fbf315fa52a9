// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;

namespace Composer.Tests.Middleware;

/// <summary>What came out of a middleware of Plack, or of a component in its place.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Fields">The headers: name, value, name, value.</param>
/// <param name="Body">The body, a native string.</param>
/// <param name="Method">The method that the app saw.</param>
/// <param name="Line">The line that was logged.</param>
internal sealed record PlackAnswer(int Status, string[] Fields, string Body, string Method, string? Line)
{
    private const string Interpreter = "/usr/bin/perl";

    private static readonly JsonSerializerOptions AsPerlHasIt = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Whether Plack is there, with its two middlewares that are packages of their own.</summary>
    public static bool CanAsk { get; } = File.Exists(Interpreter) && Tool.Run(Interpreter, Repository.Root, "", "-MJSON::XS", "-MPlack::Builder", "-MPlack::Middleware::Deflater", "-MPlack::Middleware::MethodOverride", "-e", "1").ExitCode == 0;

    /// <summary>The headers, sorted.</summary>
    public string Headers => string.Join("; ", Fields.Chunk(2).Select(pair => $"{pair[0]}: {pair[1]}").Order(StringComparer.Ordinal));

    public string? Header(string name) => Fields.Chunk(2).FirstOrDefault(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];

    /// <summary>Plack's answers, in order.</summary>
    public static IReadOnlyList<PlackAnswer> Ask(string middleware, IEnumerable<PlackQuestion> questions)
    {
        var script = Repository.At("tests/Composer.Tests/Middleware/plack.pl");
        var (code, output, error) = Tool.Run(Interpreter, Repository.Root, JsonSerializer.Serialize(questions, AsPerlHasIt), script, middleware);
        Assert.True(code == 0, error);
        return [.. JsonNode.Parse(output)!.AsArray().Select(answer => Of(answer!))]; // the script prints a list of objects
    }

    private static PlackAnswer Of(JsonNode answer) => new(
        (int)answer["status"]!, [.. answer["headers"]!.AsArray().Select(text => text!.ToString())], (string)answer["body"]!, (string?)answer["seen"]!["method"] ?? "", ((string?)answer["seen"]!["line"])?.TrimEnd('\n')); // as the script prints them
}
