// SPDX-License-Identifier: MIT
namespace Composer.Config.Ini;

/// <summary>Reads the INI dialect of Paste Deploy: CPython's ConfigParser, strict, with case-sensitive keys.</summary>
/// <remarks>The algorithm is that of <c>configparser._read</c>, line by line, so that its traps are the same; unlike it, reading goes on after an error.</remarks>
public sealed class IniReader
{
    private readonly Document _document;
    private readonly IniProblems _problems;
    private readonly List<IniValue> _values = [];
    private readonly Dictionary<(string Section, string Key), Source> _keys = [];

    private readonly List<Comment> _comments = [];

    private Section? _section;
    private IniValue? _value;
    private int _indent;

    private IniReader(string file, string pythonName)
    {
        _document = new Document(file);
        _problems = new IniProblems(file, pythonName);
    }

    /// <summary>Reads a file's bytes. Problems do not throw: they are in the document.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">The path as the user named it, for places.</param>
    /// <param name="pythonName">The path in the messages of Python's exceptions; null is the same.</param>
    public static Document Read(ReadOnlySpan<byte> bytes, string file, string? pythonName = null)
    {
        var reader = new IniReader(file, pythonName ?? file);
        var text = Utf8Text.Decode(bytes, out var error, out var offset);
        if (text is null)
        {
            reader._problems.NotUtf8(error!, bytes[..offset]); // error is set when there is no text
        }
        return reader.Read(text ?? "");
    }

    private Document Read(string text)
    {
        foreach (var line in IniLine.Of(text))
        {
            Read(line);
        }
        foreach (var value in _values)
        {
            value.Store();
        }
        _document.Comments = _comments;
        _document.Problems = _problems.Sorted;
        _document.Failure = _problems.Failure;
        return _document;
    }

    private void Read(IniLine line)
    {
        if (line.IsComment)
        {
            _comments.Add(new Comment(_problems.At(line), Blank.Strip(line.Value[1..]), IsTrailing: false));
            return;
        }
        var text = line.Value;
        if (text.Length == 0)
        {
            _value?.Add("", _problems.At(line));
            return;
        }
        if (_section is not null && _value is not null && line.Indent > _indent)
        {
            _value.Add(text, _problems.At(line));
            return;
        }
        _indent = line.Indent;
        if (HeaderOf(text) is { } header)
        {
            StartSection(header, line);
            return;
        }
        if (_section is null)
        {
            _problems.NoSectionHeader(line);
            return;
        }
        ReadSetting(text, line);
    }

    /// <summary>What stands between the first <c>[</c> and the last <c>]</c>; null when the line is no header.</summary>
    private static string? HeaderOf(string text)
    {
        var end = text[0] == '[' ? text.LastIndexOf(']') : -1;
        return end >= 2 ? text[1..end] : null;
    }

    private void StartSection(string header, IniLine line)
    {
        _value = null;
        _problems.EndSection();
        if (header == "DEFAULT")
        {
            _section = _document.Defaults;
            _section.Source = _section.Source.Line == 0 ? _problems.At(line) : _section.Source;
            return;
        }
        _section = new Section(header, _problems.At(line));
        if (_document[header] is { } first)
        {
            _problems.DuplicateSection(header, line, first.Source);
            foreach (var key in _keys.Keys.Where(key => key.Section == header).ToList())
            {
                _keys.Remove(key);
            }
            return;
        }
        _document.Add(_section);
    }

    private void ReadSetting(string text, IniLine line)
    {
        var delimiter = text.AsSpan().IndexOfAny('=', ':');
        if (delimiter < 0)
        {
            _problems.NoDelimiter(line);
            return;
        }
        var key = Blank.StripEnd(text[..delimiter]);
        if (key.Length == 0)
        {
            _problems.NoKey(line);
        }
        if (key.StartsWith('['))
        {
            _problems.UnclosedHeader(key, line);
        }
        StartValue(key, text, delimiter, line);
    }

    private void StartValue(string key, string text, int delimiter, IniLine line)
    {
        var section = _section!; // a setting is only read inside a section
        var fresh = _keys.TryAdd((section.Header, key), _problems.At(line));
        if (!fresh)
        {
            _problems.DuplicateKey(section.Header, key, line, _keys[(section.Header, key)]);
        }
        var value = new IniValue(section, key, _problems.At(line));
        var rest = text[(delimiter + 1)..];
        var column = line.Indent + delimiter + 2 + Blank.LeadingLength(rest);
        value.Add(Blank.Strip(rest), _problems.At(line) with { Column = column });
        if (fresh)
        {
            _values.Add(value);
        }
        _value = key.Length == 0 ? null : value;
    }
}
