// SPDX-License-Identifier: MIT
namespace Composer.Cli.Diagnosing;

/// <summary>One line of <c>compose doctor</c>.</summary>
/// <param name="Health">How well it is.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Text">What was seen, and the remedy.</param>
internal sealed record Finding(Health Health, string What, string Text)
{
    /// <summary>ok, note, warn or bad.</summary>
    public string Word => Health switch { Health.Good => "ok", Health.Poor => "warn", Health.Bad => "bad", _ => "note" };
}
