// SPDX-License-Identifier: MIT
namespace Composer.Config.Toml;

/// <summary>Reads TOML 1.0.</summary>
internal static class TomlReader
{
    /// <summary>Reads a file's bytes. Problems do not throw: they are in the document.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">The path as the user named it, for places.</param>
    public static Document Read(ReadOnlySpan<byte> bytes, string file)
    {
        var problems = new SyntaxProblems(file);
        var text = problems.Decode(bytes);
        var (root, comments) = text is null ? (new TableValue(new Source(file)), []) : TomlParser.Parse(text, file, problems);
        return SectionTables.ToDocument(file, ConfigFormat.Toml, root, comments, problems);
    }
}
