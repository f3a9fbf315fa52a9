// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;

namespace Composer.Tests.Middleware;

/// <summary>Debian's Paste and waitress, asked many questions at once.</summary>
internal static class Originals
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Whether a module is there.</summary>
    public static bool Has(string module) => File.Exists(Interpreter) && Tool.Run(Interpreter, Repository.Root, "", "-c", "import " + module).ExitCode == 0;

    /// <summary>The answers, in order.</summary>
    public static IReadOnlyList<JsonObject> Ask(string original, IEnumerable<object> questions)
    {
        var script = Repository.At("tests/Composer.Tests/Middleware/originals.py");
        var (code, output, error) = Tool.Run(Interpreter, Repository.Root, JsonSerializer.Serialize(questions), script, original);
        Assert.True(code == 0, error);
        return [.. JsonNode.Parse(output)!.AsArray().Select(answer => answer!.AsObject())]; // the script prints a list of objects
    }
}
