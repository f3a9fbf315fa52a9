// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Tests.Loader;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Schema;

/// <summary>What <c>compose check</c> has against a file, as far as a schema could have it too.</summary>
internal static class LoaderRefusals
{
    // Names that lead nowhere, and files, modules and distributions that are missing, are beyond a schema.
    private static readonly string[] Codes =
        ["unknown-key", "bad-value", "missing-setting", "no-factory", "no-such-component", "wrong-kind", "unknown-scheme", "unknown-kind", "unnamed-section", "no-section-header", "foreign-section", "duplicate-key"];

    /// <summary>What a schema should have against it, too.</summary>
    public static IReadOnlyList<Diagnostic> Of(string file) => [.. All(file).Where(problem => Codes.Contains(problem.Code) && !IsBeyond(problem))];

    /// <summary>All errors, and what a schema refuses where the loader only advises.</summary>
    public static IReadOnlyList<Diagnostic> All(string file)
    {
        var loader = new Composer.Loader(SchemaValidator.Registry, new FakePython(), new Services(TimeProvider.System, NullLoggerFactory.Instance));
        return [.. loader.Check(loader.Read(file)).Where(problem => problem.Severity == Severity.Error || Codes.Contains(problem.Code))];
    }

    // What a get finds, and what a component's own constructor says, which may look at several settings.
    private static bool IsBeyond(Diagnostic problem) =>
        problem.Python is { Type: "KeyError" } || (problem.Code == "no-factory" && !problem.Message.StartsWith("Composer has", StringComparison.Ordinal)) || (problem.Code == "bad-value" && !problem.Message.Contains("' must be ", StringComparison.Ordinal));
}
