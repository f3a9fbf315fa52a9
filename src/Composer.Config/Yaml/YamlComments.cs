// SPDX-License-Identifier: MIT
using YamlDotNet.Core;

namespace Composer.Config.Yaml;

/// <summary>Finds the comments of a YAML file.</summary>
internal static class YamlComments
{
    public static IReadOnlyList<Comment> Of(string text, string file)
    {
        var comments = new List<Comment>();
        try
        {
            foreach (var comment in YamlEvents.Tokens(text).OfType<YamlDotNet.Core.Tokens.Comment>())
            {
                comments.Add(new Comment(new Source(file, (int)comment.Start.Line, (int)comment.Start.Column), comment.Value.Trim(), comment.IsInline));
            }
        }
        catch (YamlException)
        {
            // The file could be read; a comment stands where YamlDotNet takes none.
        }
        return comments;
    }
}
