// SPDX-License-Identifier: MIT
namespace Composer.Config.Yaml;

/// <summary>Reads YAML 1.2 with its core schema, as far as a config needs it: one document, no tags that name objects.</summary>
internal static class YamlReader
{
    /// <summary>Reads a file's bytes. Problems do not throw: they are in the document.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">The path as the user named it, for places.</param>
    public static Document Read(ReadOnlySpan<byte> bytes, string file)
    {
        var problems = new SyntaxProblems(file);
        var text = problems.Decode(bytes) ?? "";
        var root = YamlParser.Parse(text, file, problems);
        var comments = problems.HasErrors ? [] : YamlComments.Of(text, file);
        return SectionTables.ToDocument(file, ConfigFormat.Yaml, root, comments, problems);
    }
}
