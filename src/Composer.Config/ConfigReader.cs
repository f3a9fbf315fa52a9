// SPDX-License-Identifier: MIT
using Composer.Config.Ini;
using Composer.Config.Toml;
using Composer.Config.Yaml;

namespace Composer.Config;

/// <summary>Reads a config file of any format.</summary>
public static class ConfigReader
{
    /// <summary>The format that a file's suffix tells.</summary>
    public static ConfigFormat FormatOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".toml" => ConfigFormat.Toml,
        ".yaml" or ".yml" => ConfigFormat.Yaml,
        _ => ConfigFormat.Ini,
    };

    /// <summary>Reads a file's bytes as its suffix tells. Problems do not throw: they are in the document.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">The path as the user named it, for places.</param>
    /// <param name="pythonName">The path in the messages of Python's exceptions; null is the same.</param>
    public static Document Read(ReadOnlySpan<byte> bytes, string file, string? pythonName = null) => Read(bytes, FormatOf(file), file, pythonName);

    /// <summary>Reads a file's bytes in a format.</summary>
    public static Document Read(ReadOnlySpan<byte> bytes, ConfigFormat format, string file, string? pythonName = null) => format switch
    {
        ConfigFormat.Toml => TomlReader.Read(bytes, file),
        ConfigFormat.Yaml => YamlReader.Read(bytes, file),
        _ => IniReader.Read(bytes, file, pythonName),
    };
}
