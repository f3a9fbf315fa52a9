// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config.Formatting;

namespace Composer.Config;

/// <summary>Lays a config file out anew. What it means, its comments and their order stay.</summary>
public static class ConfigFormatter
{
    /// <summary>The text, or null when the file cannot be read.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="file">Its path, for places.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static string? Format(ReadOnlySpan<byte> bytes, ConfigFormat format, string file, DiagnosticList problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var document = ConfigReader.Read(bytes, format, file);
        problems.AddRange(document.Problems);
        if (problems.HasErrors)
        {
            return null;
        }
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\ufeff');
        var formatted = format switch
        {
            ConfigFormat.Toml => TomlFormatter.Format(text),
            ConfigFormat.Yaml => YamlFormatter.Format(text),
            _ => IniFormatter.Format(text),
        };
        return Same(document, ConfigReader.Read(Encoding.UTF8.GetBytes(formatted), format, file)) ? formatted : text;
    }

    private static bool Same(Document before, Document after) => Meaning(before).SequenceEqual(Meaning(after));

    private static IEnumerable<(string, string, string)> Meaning(Document document) =>
        from section in document.Sections.Prepend(document.Defaults)
        from setting in section.Settings.Select(setting => (setting.Key, setting.Value.Text)).Prepend(("", ""))
        select (section.Header, setting.Item1, setting.Item2);
}
