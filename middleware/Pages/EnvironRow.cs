// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>One key of an environ, to be shown.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">Text, a number or a truth value.</param>
internal sealed record EnvironRow(string Name, object Value)
{
    /// <summary>The value as text.</summary>
    public string ValueText => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "";
}
