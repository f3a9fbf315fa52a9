// SPDX-License-Identifier: MIT
namespace Composer.Cases;

/// <summary>What the runner was asked for.</summary>
internal sealed record RunnerArguments(string File, string? Family, string? Id, bool Verbose)
{
    /// <summary>Null when they make no sense.</summary>
    public static RunnerArguments? Parse(IReadOnlyList<string> words)
    {
        var result = new RunnerArguments("", null, null, false);
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "--family" when i + 1 < words.Count:
                    result = result with { Family = words[++i] };
                    break;
                case "--id" when i + 1 < words.Count:
                    result = result with { Id = words[++i] };
                    break;
                case "-v":
                    result = result with { Verbose = true };
                    break;
                case var file when result.File.Length == 0 && !file.StartsWith('-'):
                    result = result with { File = file };
                    break;
                default:
                    return null;
            }
        }
        return result.File.Length > 0 ? result : null;
    }

    public bool Wants(MiddlewareCase one) => (Family is null || one.Family == Family) && (Id is null || one.Id == Id);
}
