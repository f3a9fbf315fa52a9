// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>The formats as messages call them.</summary>
public static class ConfigFormatNames
{
    /// <summary><c>INI</c>, <c>TOML</c> or <c>YAML</c>.</summary>
    public static string Name(this ConfigFormat format) => format.ToString().ToUpperInvariant();
}
