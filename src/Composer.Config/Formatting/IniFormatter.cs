// SPDX-License-Identifier: MIT
using Composer.Config.Ini;

namespace Composer.Config.Formatting;

/// <summary>Lays an INI file out: <c>key = value</c> at the margin, further lines of a value indented by four.</summary>
/// <remarks>What continues a value is decided as <see cref="IniReader"/> does.</remarks>
internal sealed class IniFormatter
{
    private readonly FormattedLines _lines = new();

    // Empty lines and comments: what follows them decides whether they stand inside of a value.
    private readonly List<string> _waiting = [];
    private string? _value;
    private int _indent;
    private bool _hasSection;

    public static string Format(string text)
    {
        var formatter = new IniFormatter();
        foreach (var line in IniLine.Of(text))
        {
            formatter.Read(line);
        }
        formatter.EndValue();
        return formatter._lines.ToString();
    }

    private void Read(IniLine line)
    {
        var text = line.Value;
        if (text.Length == 0 || line.IsComment)
        {
            _waiting.Add(text);
            return;
        }
        if (_value is not null && _hasSection && line.Indent > _indent)
        {
            Continue(text);
            return;
        }
        EndValue();
        _indent = line.Indent;
        if (text[0] == '[' && text.LastIndexOf(']') >= 2)
        {
            _hasSection = true;
            _lines.Header(text);
            return;
        }
        _value = Setting(text);
    }

    private void Continue(string text)
    {
        foreach (var line in _waiting.Append(text))
        {
            _value += line.Length == 0 ? "\n" : $"\n    {line}";
        }
        _waiting.Clear();
    }

    private void EndValue()
    {
        if (_value is not null)
        {
            _lines.Add(_value);
            _value = null;
        }
        foreach (var line in _waiting)
        {
            if (line.Length == 0)
            {
                _lines.Empty();
                continue;
            }
            _lines.Comment(line);
        }
        _waiting.Clear();
    }

    private static string Setting(string text)
    {
        var delimiter = text.AsSpan().IndexOfAny('=', ':');
        if (delimiter < 0)
        {
            return text;
        }
        var value = Blank.Strip(text[(delimiter + 1)..]);
        return $"{Blank.StripEnd(text[..delimiter])} ={(value.Length == 0 ? "" : " ")}{value}";
    }
}
