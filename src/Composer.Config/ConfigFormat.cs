// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>The formats of config files.</summary>
public enum ConfigFormat
{
    /// <summary>Paste Deploy's: every file that is none of the others.</summary>
    Ini,

    /// <summary>Files that end in <c>.toml</c>.</summary>
    Toml,

    /// <summary>Files that end in <c>.yaml</c> or <c>.yml</c>.</summary>
    Yaml,
}
