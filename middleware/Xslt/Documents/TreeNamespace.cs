// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A namespace that an element declares.</summary>
/// <param name="Prefix">Empty for the default namespace.</param>
/// <param name="Uri">Empty where the default namespace is taken back.</param>
/// <param name="Outer">The declaration before it, of the same element or one around it.</param>
internal readonly record struct TreeNamespace(string Prefix, string Uri, int Outer);
