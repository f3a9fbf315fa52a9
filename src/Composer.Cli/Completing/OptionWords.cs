// SPDX-License-Identifier: MIT
namespace Composer.Cli.Completing;

/// <summary>One option.</summary>
/// <param name="Names">All its spellings.</param>
/// <param name="Summary">What it does.</param>
/// <param name="TakesValue">Whether a value follows.</param>
/// <param name="Values">What the value may be; empty for files and free text.</param>
internal sealed record OptionWords(IReadOnlyList<string> Names, string Summary, bool TakesValue, IReadOnlyList<string> Values);
