// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>How a text refers to other values.</summary>
public enum TextSyntax
{
    /// <summary>As in INI: <c>%(name)s</c>, and <c>%%</c> for a percent sign.</summary>
    Percent,

    /// <summary>As in TOML and YAML: <c>${name}</c>, and <c>$${</c> for <c>${</c>.</summary>
    Dollar,

    /// <summary>Not at all: every character stands for itself.</summary>
    Literal,
}
