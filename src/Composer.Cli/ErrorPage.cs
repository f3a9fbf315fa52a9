// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>The manual's page of error codes (docs/errors.md), which this command carries.</summary>
internal static class ErrorPage
{
    private static readonly Lazy<Dictionary<string, string>> Paragraphs = new(Read);

    /// <summary>All codes, sorted.</summary>
    public static IReadOnlyList<string> Codes => [.. Paragraphs.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What the manual says of a code, or null.</summary>
    public static string? Find(string code) => Paragraphs.Value.GetValueOrDefault(code);

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(ErrorPage).Assembly.GetManifestResourceStream("errors.md")!; // embedded by the project file
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n## ").Skip(1)
            .Select(part => part.Split('\n', 2))
            .ToDictionary(part => part[0].Trim(), part => part.ElementAtOrDefault(1)?.Trim() ?? "", StringComparer.Ordinal);
    }
}
