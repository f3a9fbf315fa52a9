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
        return Write(document, Encoding.UTF8.GetString(bytes), target, problems);
    }

    /// <summary>A document as text, or null when something of it has no form in that format.</summary>
    /// <param name="document">The document.</param>
    /// <param name="target">How to write it.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static string? Write(Document document, ConfigFormat target, DiagnosticList problems)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(problems);
        return Write(document, "", target, problems);
    }

    private static string? Write(Document document, string source, ConfigFormat target, DiagnosticList problems)
    {
        var draft = new DraftMaker(document, new RemarkFinder(document, source), target, problems).Make();
        IDraftWriter writer = target switch { ConfigFormat.Toml => new TomlWriter(), ConfigFormat.Yaml => new YamlWriter(), _ => new IniWriter() };
        var text = writer.Write(draft);
        if (!problems.HasErrors)
        {
            DraftCheck.Compare(draft, ConfigReader.Read(Encoding.UTF8.GetBytes(text), target, document.File), problems);
        }
        return problems.HasErrors ? null : text;
    }
}
