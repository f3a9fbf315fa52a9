// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config.Writing;

/// <summary>What all formats share: comments, and the empty lines between sections.</summary>
internal static class Lines
{
    /// <summary>An empty line before a section, unless it is the first or has one already.</summary>
    public static void Separate(StringBuilder text, Remarks remarks)
    {
        if (text.Length > 0 && remarks.Above is not [null, ..])
        {
            text.Append('\n');
        }
    }

    /// <summary>Lines of comments; null is an empty line.</summary>
    public static void Comments(StringBuilder text, IEnumerable<string?> comments, string indent)
    {
        foreach (var comment in comments)
        {
            var isFirst = text.Length == 0;
            text.Append(comment switch
            {
                null => isFirst ? "" : "\n",
                "" => $"{indent}#\n",
                _ => $"{indent}# {Printable(comment)}\n",
            });
        }
    }

    /// <summary>A comment without what would end its line, or what TOML and YAML refuse.</summary>
    public static string Printable(string comment) => string.Concat(comment.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' ? ' ' : c));

    /// <summary>A comment behind something.</summary>
    public static string Beside(Remarks remarks) => remarks.Beside is null ? "" : $"  # {Printable(remarks.Beside)}";

    /// <summary>Comments after everything else.</summary>
    public static void End(StringBuilder text, IReadOnlyList<string?> below)
    {
        if (below.Count > 0)
        {
            text.Append(text.Length > 0 ? "\n" : "");
            Comments(text, below, "");
        }
    }
}
