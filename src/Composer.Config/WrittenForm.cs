// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>Sections and settings as a file has them, for messages: each format in its own words.</summary>
public static class WrittenForm
{
    /// <summary>A section: <c>[app:main]</c>, in TOML <c>[app.main]</c>, in YAML <c>app.main</c>.</summary>
    /// <param name="file">The file, whose suffix tells the format.</param>
    /// <param name="header">As INI has it; <c>DEFAULT</c> for the defaults.</param>
    public static string OfSection(string file, string header)
    {
        var name = header == "DEFAULT" ? "default" : header.Replace(':', '.');
        return ConfigReader.FormatOf(file) switch
        {
            ConfigFormat.Toml => $"[{name}]",
            ConfigFormat.Yaml => name,
            _ => $"[{header}]",
        };
    }

    /// <summary>A setting: <c>use = egg:Shop</c>, in TOML <c>use = "egg:Shop"</c>, in YAML <c>use: egg:Shop</c>.</summary>
    /// <param name="file">The file, whose suffix tells the format.</param>
    /// <param name="key">As INI has it.</param>
    /// <param name="value">A text.</param>
    public static string OfSetting(string file, string key, string value) => ConfigReader.FormatOf(file) switch
    {
        ConfigFormat.Toml => $"{key.Replace(' ', '.')} = \"{value}\"",
        ConfigFormat.Yaml => $"{key}: {value}",
        _ => $"{key} = {value}",
    };

    /// <summary>A value that is taken from the environment.</summary>
    public static string OfVariable(string file, string name) => ConfigReader.FormatOf(file) == ConfigFormat.Ini ? $"%(env:{name})s" : $"${{{name}}}";
}
