// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A component broke a rule of PEP 3333.</summary>
/// <param name="component">Who broke it.</param>
/// <param name="rule">The rule, as a sentence.</param>
public sealed class WsgiViolation(string component, string rule) : Exception($"{component}: {rule}")
{
    /// <summary>Who broke the rule.</summary>
    public string Component { get; } = component;

    /// <summary>The rule, as a sentence.</summary>
    public string Rule { get; } = rule;
}
