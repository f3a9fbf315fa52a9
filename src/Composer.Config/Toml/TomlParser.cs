// SPDX-License-Identifier: MIT
namespace Composer.Config.Toml;

/// <summary>Reads TOML 1.0: the statements of a file, one after the other. After a mistake it goes on with the next.</summary>
internal sealed class TomlParser
{
    private readonly TomlText _text;
    private readonly TomlTables _tables;
    private readonly SyntaxProblems _problems;
    private TableValue _table;
    private bool _hasHeader;

    private TomlParser(TomlText text, string file, SyntaxProblems problems)
    {
        _text = text;
        _problems = problems;
        _tables = new TomlTables(file);
        _table = _tables.Root;
    }

    /// <summary>Everything in a file that could be read.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its path, for places.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static (TableValue Root, IReadOnlyList<Comment> Comments) Parse(string text, string file, SyntaxProblems problems)
    {
        var source = new TomlText(text, file);
        var parser = new TomlParser(source, file, problems);
        parser.Parse();
        return (parser._tables.Root, source.Comments);
    }

    private void Parse()
    {
        while (!_text.IsAtEnd && !_problems.IsFull)
        {
            try
            {
                ReadStatement();
                ReadEndOfLine();
            }
            catch (SyntaxError error)
            {
                _problems.Add(error.Problem);
                _text.Recover();
            }
        }
    }

    private void ReadStatement()
    {
        _text.SkipBlanks();
        if (_text.Next == '[')
        {
            ReadHeader();
            return;
        }
        if (_text.Next == '#' || _text.IsAtNewline || _text.IsAtEnd)
        {
            return;
        }
        var key = TomlKey.Read(_text);
        if (!_text.Take('='))
        {
            throw _text.Error($"= and a value were expected after the key, not {_text.Found()}", _text.Next == ':' ? $"write {key[^1].Text} = …" : null);
        }
        _text.SkipBlanks();
        _tables.Set(_table, key, TomlValue.Read(_text, key.Count));
    }

    private void ReadHeader()
    {
        var source = _text.Here;
        var isItem = _text.Take("[[");
        if (!isItem)
        {
            _text.Position++;
        }
        // What follows a header that is wrong belongs to no table that was meant.
        _table = new TableValue(source);
        var path = TomlKey.Read(_text);
        if (!_text.Take(isItem ? "]]" : "]"))
        {
            throw BadHeader(path, isItem ? "]]" : "]");
        }
        _hasHeader = true;
        _table = isItem ? _tables.OpenItem(path, source) : _tables.Open(path, source);
    }

    // A file whose first header is [app:main] is INI: then the rest of it is no TOML, either.
    private SyntaxError BadHeader(List<TomlKey> path, string end)
    {
        var kind = path[^1].Text;
        if (_text.Next != ':' || !SectionKinds.All.Contains(kind))
        {
            return _text.Error($"{end} was expected at the end of the header, not {_text.Found()}");
        }
        var error = _text.Error("a header has a dot where INI has a colon", _hasHeader ? $"write [{kind}.{_text.Word(1)}]" : "if this is INI, call the file .ini; compose convert writes TOML");
        if (!_hasHeader)
        {
            _text.SkipAll();
        }
        return error;
    }

    private void ReadEndOfLine()
    {
        _text.SkipBlanks();
        _text.SkipComment();
        if (!_text.TakeNewline() && !_text.IsAtEnd)
        {
            throw _text.Error($"the end of the line was expected, not {_text.Found()}");
        }
    }
}
