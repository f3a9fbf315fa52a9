// SPDX-License-Identifier: MIT
namespace Composer.Config.Formatting;

/// <summary>Indents the lines of a YAML file by two for each level.</summary>
/// <param name="changes">False leaves every line where it is.</param>
internal sealed class YamlIndents(bool changes)
{
    private const int Step = 2;

    private readonly Stack<(int Was, int Is)> _levels = new([(0, 0)]);
    private int _shift;

    /// <summary>A line that begins a key, an item or a value.</summary>
    public string Next(string line)
    {
        if (!changes)
        {
            return line;
        }
        var content = line.TrimStart(' ');
        var indent = Level(line.Length - content.Length);
        _shift = indent - (line.Length - content.Length);
        return new string(' ', indent) + AfterDashes(content, line.Length - content.Length, indent);
    }

    /// <summary>A line inside of a text: it moves with the line in which the text begins.</summary>
    public string Inside(string line)
    {
        var blanks = line.Length - line.TrimStart(' ').Length;
        return !changes || blanks == line.Length ? line : new string(' ', Math.Max(0, blanks + _shift)) + line[blanks..];
    }

    // What follows a dash in its line is a level of its own.
    private string AfterDashes(string content, int was, int indent)
    {
        if (!content.StartsWith("- ", StringComparison.Ordinal))
        {
            return content;
        }
        var rest = content[1..].TrimStart(' ');
        was += content.Length - rest.Length;
        _levels.Push((was, indent + Step));
        return "- " + AfterDashes(rest, was, indent + Step);
    }

    private int Level(int was)
    {
        while (_levels.Peek().Was > was)
        {
            _levels.Pop();
        }
        if (_levels.Peek().Was < was)
        {
            _levels.Push((was, _levels.Peek().Is + Step));
        }
        return _levels.Peek().Is;
    }
}
