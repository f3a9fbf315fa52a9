// SPDX-License-Identifier: MIT
using YamlDotNet.Core;

namespace Composer.Config.Yaml;

/// <summary>Finds the comments of a YAML file.</summary>
internal static class YamlComments
{
    public static IReadOnlyList<Comment> Of(string text, string file)
    {
        var comments = new List<Comment>();
        var scanner = new Scanner(new StringReader(text), skipComments: false);
        while (scanner.MoveNext())
        {
            if (scanner.Current is YamlDotNet.Core.Tokens.Comment comment)
            {
                comments.Add(new Comment(new Source(file, (int)comment.Start.Line, (int)comment.Start.Column), comment.Value.Trim(), comment.IsInline));
            }
        }
        return comments;
    }
}
