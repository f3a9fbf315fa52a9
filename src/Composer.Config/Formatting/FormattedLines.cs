// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config.Formatting;

/// <summary>Lines with at most one empty line between them, and one before each section and the comments above it.</summary>
internal sealed class FormattedLines
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _comments = [];
    private bool _isApart;
    private bool _areCommentsApart;

    /// <summary>An empty line of the source.</summary>
    public void Empty()
    {
        if (_comments.Count > 0)
        {
            FlushComments();
        }
        _isApart = true;
    }

    /// <summary>A comment in a line of its own.</summary>
    public void Comment(string line)
    {
        if (_comments.Count == 0)
        {
            (_areCommentsApart, _isApart) = (_isApart, false);
        }
        _comments.Add(line);
    }

    /// <summary>The header of a section.</summary>
    public void Header(string line)
    {
        _areCommentsApart |= _comments.Count > 0;
        _isApart |= _comments.Count == 0;
        Add(line);
    }

    /// <summary>A setting, which may have several lines.</summary>
    public void Add(string lines)
    {
        FlushComments();
        Separate(_isApart);
        _isApart = false;
        _text.Append(lines).Append('\n');
    }

    public override string ToString()
    {
        FlushComments();
        return _text.ToString();
    }

    private void FlushComments()
    {
        if (_comments.Count == 0)
        {
            return;
        }
        Separate(_areCommentsApart);
        foreach (var comment in _comments)
        {
            _text.Append(comment).Append('\n');
        }
        _comments.Clear();
    }

    private void Separate(bool isApart)
    {
        if (isApart && _text.Length > 0)
        {
            _text.Append('\n');
        }
    }
}
