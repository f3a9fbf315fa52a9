// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config.Writing;

namespace Composer.Config;

/// <summary>Writes a config in another format: the same sections, settings and comments in the same order.</summary>
public static class ConfigConverter
{
    /// <summary>The config's text in another format, or null when something of it has no form there.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">Its path, for places; its suffix tells the format.</param>
    /// <param name="target">The other format.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static string? Convert(ReadOnlySpan<byte> bytes, string file, ConfigFormat target, DiagnosticList problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var document = ConfigReader.Read(bytes, file);
        problems.AddRange(document.Problems);
        if (problems.HasErrors)
        {
            return null;
        }
        var draft = new DraftMaker(document, new RemarkFinder(document, Encoding.UTF8.GetString(bytes)), target, problems).Make();
        var text = Write(draft, target);
        if (!problems.HasErrors)
        {
            DraftCheck.Compare(draft, ConfigReader.Read(Encoding.UTF8.GetBytes(text), target, file), problems);
        }
        return problems.HasErrors ? null : text;
    }

    internal static string Write(Draft draft, ConfigFormat format)
    {
        IDraftWriter writer = format switch { ConfigFormat.Toml => new TomlWriter(), ConfigFormat.Yaml => new YamlWriter(), _ => new IniWriter() };
        return writer.Write(draft);
    }
}
