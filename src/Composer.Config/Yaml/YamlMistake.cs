// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Composer.Config.Yaml;

/// <summary>Says in the user's words what YamlDotNet says in those of the specification.</summary>
internal sealed partial class YamlMistake
{
    private const string Usual = "a key is followed by a colon and a blank, and its settings are indented deeper; put quotes around a text with special characters";

    private readonly YamlException _error;
    private readonly string _text;
    private readonly string _file;
    private readonly string[] _lines;

    private YamlMistake(YamlException error, string text, string file)
    {
        (_error, _text, _file) = (error, text, file);
        _lines = text.ReplaceLineEndings("\n").Split('\n');
    }

    private Source Place => new(_file, (int)_error.Start.Line, (int)_error.Start.Column);

    private string Line => _lines.ElementAtOrDefault(Place.Line - 1) ?? "";

    /// <summary>The problem, with what to type instead where that can be told.</summary>
    /// <param name="error">What YamlDotNet says.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its path, for places.</param>
    public static Diagnostic Of(YamlException error, string text, string file)
    {
        var mistake = new YamlMistake(error, text, file);
        return mistake.Ini() ?? mistake.Tab() ?? mistake.Unclosed() ?? mistake.BadLine() ?? Problem(mistake.Place, mistake.Sentence(), Usual);
    }

    private static Diagnostic Problem(Source place, string message, string hint) => new(Severity.Error, place, "parse-error", message, hint);

    private Diagnostic? Ini()
    {
        var first = Array.FindIndex(_lines, line => line.Trim() is not ("" or ['#' or ';', ..]));
        return first >= 0 && IniHeader().IsMatch(_lines[first])
            ? Problem(new Source(_file, first + 1, 1), "this is the header of a section in INI", "if this is INI, call the file .ini; compose convert writes YAML")
            : null;
    }

    // YamlDotNet tells the place of the key before.
    private Diagnostic? Tab()
    {
        for (var number = Place.Line; number <= Math.Min(Place.Line + 1, _lines.Length); number++)
        {
            var line = _lines[Math.Max(0, number - 1)];
            var column = line[..(line.Length - line.TrimStart().Length)].IndexOf('\t', StringComparison.Ordinal);
            if (column >= 0)
            {
                return Problem(new Source(_file, number, column + 1), "a tab stands where blanks indent", "indent with blanks");
            }
        }
        return null;
    }

    private Diagnostic? Unclosed()
    {
        if (_error.Message.Contains("quoted scalar, found unexpected end", StringComparison.Ordinal))
        {
            return Problem(Place, "the text that begins here has no closing quote", "write the same quote at its end");
        }
        var open = Brackets();
        if (open.Count == 0 || _error.Message.Contains("token", StringComparison.Ordinal))
        {
            return null;
        }
        var (start, close) = open.Peek();
        var what = close == ']' ? "list" : "mapping";
        return Line.AsSpan(Math.Clamp(Place.Column - 1, 0, Line.Length)).Contains(close)
            ? Problem(Place, $"a comma or {close} was expected", $"the items of a {what} have commas between them")
            : Problem(start, $"the {what} that begins here is not closed by {close}", $"write {close} at its end");
    }

    /// <summary>Those that are open where the text stops being YAML.</summary>
    private Stack<(Source Start, char Close)> Brackets()
    {
        var open = new Stack<(Source, char)>();
        try
        {
            foreach (var token in YamlEvents.Tokens(_text).TakeWhile(token => token is not Error && (token.Start.Index < _error.Start.Index || _error.Start.Index == 0)))
            {
                if (token is FlowSequenceStart or FlowMappingStart)
                {
                    open.Push((new Source(_file, (int)token.Start.Line, (int)token.Start.Column), token is FlowSequenceStart ? ']' : '}'));
                }
                else if (token is FlowSequenceEnd or FlowMappingEnd)
                {
                    open.TryPop(out _);
                }
            }
        }
        catch (YamlException)
        {
            // The tokens up to there are what counts.
        }
        return open;
    }

    private Diagnostic? BadLine()
    {
        var line = Line.Trim();
        if (_error.Message.Contains("cannot start any token", StringComparison.Ordinal) && Place.Column <= Line.Length)
        {
            return Problem(Place, $"a text without quotes cannot begin with {Line[Place.Column - 1]}", "put quotes around it");
        }
        if (Line.AsSpan(Math.Clamp(Place.Column - 1, 0, Line.Length)) is ['*' or '&', ..] && _error.Message.Contains("anchor or alias", StringComparison.Ordinal))
        {
            return Problem(Place, $"a text without quotes cannot begin with {Line[Place.Column - 1]}", "put quotes around it");
        }
        if (_error.Message.Contains("invalid mapping", StringComparison.Ordinal) && KeyWithoutColon() is { } above)
        {
            return above;
        }
        if (_error.Message.Contains("invalid mapping", StringComparison.Ordinal) && KeyAndValue().Match(line) is { Success: true } twice)
        {
            return Problem(Place, "a text without quotes holds no colon with a blank after it", $"write {twice.Groups[1]}: \"{twice.Groups[2]}\"");
        }
        if (NoBlankAfterDash().Match(line) is { Success: true } item)
        {
            return Problem(Place, "there is no blank after the dash", $"write - {item.Groups[1]}");
        }
        if (NoBlankAfterColon().Match(line) is { Success: true } pair)
        {
            return Problem(Place, "there is no blank after the colon", $"write {pair.Groups[1]}: {pair.Groups[2]}");
        }
        if (WithEquals().Match(line) is { Success: true } setting)
        {
            return Problem(Place, "a key is followed by a colon", $"write {setting.Groups[1]}: {setting.Groups[2]}");
        }
        if (!_error.Message.Contains("did not find expected key", StringComparison.Ordinal) || !KeyAndValue().IsMatch(line))
        {
            return null;
        }
        return Place.Column <= Indent(Line) + 1
            ? Problem(Place, "this line begins where no line above it does", "indent it as the lines that it belongs to")
            : Problem(Place, "something stands after the closing quote", "put quotes around the whole text");
    }

    // "main" and, in the next line, deeper, "use: x" is one text with a colon in it.
    private Diagnostic? KeyWithoutColon()
    {
        var number = Array.FindLastIndex(_lines, Math.Max(0, Place.Line - 2), line => !string.IsNullOrWhiteSpace(line));
        return Place.Line > 1 && number >= 0 && Key().IsMatch(_lines[number]) && Indent(_lines[number]) < Indent(Line)
            ? Problem(new Source(_file, number + 1, Indent(_lines[number]) + 1), "there is no colon after the key", $"write {_lines[number].Trim()}:")
            : null;
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    private string Sentence()
    {
        var text = _error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return text.Length == 0 ? "this is no YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    [GeneratedRegex(@"^\[(DEFAULT|[a-z-]+:[^\]]*)\]\s*$")]
    private static partial Regex IniHeader();

    [GeneratedRegex(@"^([\w.-]+):\s+(.*?)\s*$")]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"^ *[\w.-]+\s*$")]
    private static partial Regex Key();

    [GeneratedRegex(@"^-([^\s-].*)$")]
    private static partial Regex NoBlankAfterDash();

    [GeneratedRegex(@"^([\w.-]+):([^\s:].*)$")]
    private static partial Regex NoBlankAfterColon();

    [GeneratedRegex(@"^([\w.-]+)\s*=\s*(.*)$")]
    private static partial Regex WithEquals();
}
