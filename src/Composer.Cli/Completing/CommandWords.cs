// SPDX-License-Identifier: MIT
namespace Composer.Cli.Completing;

/// <summary>One command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Options">Its own options.</param>
/// <param name="Values">What its argument may be; empty for files.</param>
internal sealed record CommandWords(string Name, string Summary, IReadOnlyList<OptionWords> Options, IReadOnlyList<string> Values);
