// SPDX-License-Identifier: MIT
using System.Buffers;

namespace Composer.Config.Toml;

/// <summary>The text of a TOML file and how far it is read.</summary>
internal sealed class TomlText
{
    private static readonly SearchValues<char> EndOfWord = SearchValues.Create(" \t\r\n=,]}#");

    private readonly string _file;
    private readonly string _text;
    private readonly List<int> _lineStarts = [0];
    private readonly List<Comment> _comments = [];
    private int _values;

    public TomlText(string text, string file)
    {
        (_text, _file) = (text, file);
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            _lineStarts.Add(i + 1);
        }
    }

    public int Position { get; set; }

    /// <summary>The comments so far.</summary>
    public IReadOnlyList<Comment> Comments => _comments;

    public bool IsAtEnd => Position >= _text.Length;

    /// <summary>The next character; NUL at the end (a NUL of the file is refused wherever it could stand).</summary>
    public char Next => Position < _text.Length ? _text[Position] : '\0';

    public ReadOnlySpan<char> Rest => _text.AsSpan(Position);

    public bool IsAtNewline => Next == '\n' || Rest.StartsWith("\r\n");

    public Source Here => At(Position);

    public Source At(int offset)
    {
        var line = _lineStarts.BinarySearch(offset);
        line = line < 0 ? ~line - 1 : line;
        return new Source(_file, line + 1, offset - _lineStarts[line] + 1);
    }

    public ReadOnlySpan<char> Since(int start) => _text.AsSpan(start, Position - start);

    /// <summary>Counts the values of the file; one too many ends its reading.</summary>
    public void CountValue()
    {
        if (++_values > Limits.Values)
        {
            var here = Here;
            SkipAll();
            throw new SyntaxError(here, $"the file has more than {Limits.Values} values", code: "too-large");
        }
    }

    public bool Take(char c)
    {
        if (IsAtEnd || Next != c)
        {
            return false;
        }
        Position++;
        return true;
    }

    public bool Take(string word)
    {
        if (!Rest.StartsWith(word))
        {
            return false;
        }
        Position += word.Length;
        return true;
    }

    public bool TakeNewline() => Take('\n') || Take("\r\n");

    public void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>Skips blanks, line ends and comments: what may stand between the items of a list.</summary>
    public void SkipLines()
    {
        do
        {
            SkipBlanks();
            SkipComment();
        }
        while (TakeNewline());
    }

    public void SkipComment()
    {
        var start = Position;
        if (!Take('#'))
        {
            return;
        }
        while (!IsAtEnd && !IsAtNewline)
        {
            if (IsControl(Next))
            {
                throw Error("a comment holds no control characters");
            }
            Position++;
        }
        var source = At(start);
        var before = _text.AsSpan(start - source.Column + 1, source.Column - 1);
        _comments.Add(new Comment(source, Since(start + 1).Trim().ToString(), !before.IsWhiteSpace()));
    }

    /// <summary>Goes on at the next line that looks like the start of a statement.</summary>
    public void Recover()
    {
        do
        {
            var end = Rest.IndexOf('\n');
            Position = end < 0 ? _text.Length : Position + end + 1;
        }
        while (!IsAtEnd && !LooksLikeStatement());
    }

    /// <summary>Tabs are the only control characters that stand for themselves.</summary>
    public static bool IsControl(char c) => c is (< ' ' and not '\t') or '\u007f';

    public SyntaxError Error(string message, string? hint = null) => new(Here, message, hint);

    /// <summary>What stands here, for messages.</summary>
    public string Found() => IsAtEnd ? "the end of the file" : IsAtNewline ? "the end of the line" : $"'{Word()}'";

    /// <summary>The word that begins some characters further on.</summary>
    public string Word(int skip = 0)
    {
        var rest = Rest[Math.Min(skip, Rest.Length)..];
        var end = rest.IndexOfAny(EndOfWord);
        return rest[..Math.Clamp(end < 0 ? rest.Length : end, Math.Min(1, rest.Length), Math.Min(40, rest.Length))].ToString();
    }

    /// <summary>Leaves the rest of the file unread.</summary>
    public void SkipAll() => Position = _text.Length;

    /// <summary>Whether a header or a key stands here.</summary>
    public bool LooksLikeStatement()
    {
        var end = Rest.IndexOf('\n');
        var line = Rest[..(end < 0 ? Rest.Length : end)].Trim();
        var key = line.IndexOf('=');
        return (line is ['[', ..] && !line.Contains(',')) || (key > 0 && IsBare(line[..key].TrimEnd()));
    }

    private static bool IsBare(ReadOnlySpan<char> key)
    {
        foreach (var c in key)
        {
            if (!TomlKey.IsBare(c) && c != '.')
            {
                return false;
            }
        }
        return true;
    }
}
