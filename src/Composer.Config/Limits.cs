// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>What no config needs, and a file made to hurt has.</summary>
internal static class Limits
{
    /// <summary>Bytes of a TOML or YAML file.</summary>
    public const int FileSize = 1 << 20;

    /// <summary>Lists and tables inside each other.</summary>
    public const int Depth = 50;

    /// <summary>Values of a TOML or YAML file.</summary>
    public const int Values = 100_000;

    /// <summary>Values that the aliases and merge keys of a YAML file stand for.</summary>
    public const long AliasedValues = 20_000;
}
