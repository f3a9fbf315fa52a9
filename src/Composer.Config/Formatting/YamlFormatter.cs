// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Composer.Config.Formatting;

/// <summary>Lays a YAML file out that has no mistakes: indented by two, without blanks at line ends or more than one empty line.</summary>
/// <remarks>YAML means something by blanks in many places: where the result would not be the same document, the indentation stays as it is, and if need be everything.</remarks>
internal static class YamlFormatter
{
    public static string Format(string text)
    {
        var events = YamlEvents.Of(text);
        string[] candidates = [Lines(text, events, reindent: true), Lines(text, events, reindent: false)];
        return Array.Find(candidates, candidate => Same(events, candidate)) ?? text;
    }

    private static string Lines(string text, List<ParsingEvent> events, bool reindent)
    {
        var inside = InsideOfValues(events);
        var indents = new YamlIndents(reindent);
        var result = new StringBuilder();
        var waiting = new List<string>();
        var isApart = false;
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            number++;
            var content = line.Trim(' ');
            if (inside.Contains(number))
            {
                result.Append(indents.Inside(line)).Append('\n');
                continue;
            }
            if (content.Length == 0)
            {
                isApart = true;
                continue;
            }
            if (isApart && (result.Length > 0 || waiting.Count > 0))
            {
                waiting.Add("");
            }
            isApart = false;
            if (content[0] == '#')
            {
                waiting.Add(content);
                continue;
            }
            var written = indents.Next(line.TrimEnd(' '));
            Flush(result, waiting, new string(' ', written.Length - written.TrimStart(' ').Length));
            result.Append(written).Append('\n');
        }
        Flush(result, waiting, "");
        return result.ToString();
    }

    // Comments stand as deep as what follows them.
    private static void Flush(StringBuilder result, List<string> waiting, string indent)
    {
        foreach (var line in waiting)
        {
            result.Append(line.Length == 0 ? "" : indent).Append(line).Append('\n');
        }
        waiting.Clear();
    }

    /// <summary>The lines that begin inside of a text.</summary>
    private static HashSet<long> InsideOfValues(List<ParsingEvent> events)
    {
        var lines = new HashSet<long>();
        foreach (var scalar in events.OfType<YamlDotNet.Core.Events.Scalar>())
        {
            var isBlock = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
            var end = isBlock && scalar.End.Column == 1 ? scalar.End.Line - 1 : scalar.End.Line;
            for (var line = scalar.Start.Line + 1; line <= end; line++)
            {
                lines.Add(line);
            }
        }
        return lines;
    }

    private static bool Same(List<ParsingEvent> events, string text)
    {
        try
        {
            return events.Select(Meaning).SequenceEqual(YamlEvents.Of(text).Select(Meaning));
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static (Type, string?, string?) Meaning(ParsingEvent found) => found switch
    {
        YamlDotNet.Core.Events.Scalar scalar => (found.GetType(), $"{scalar.Style} {scalar.Tag} {scalar.Anchor}", scalar.Value),
        AnchorAlias alias => (found.GetType(), alias.Value.Value, null),
        NodeEvent node => (found.GetType(), $"{node.Tag} {node.Anchor}", null),
        _ => (found.GetType(), null, null),
    };
}
