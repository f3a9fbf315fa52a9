// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config;

/// <summary>Puts a text together from stretches that stand in several places.</summary>
/// <param name="source">Where the whole begins.</param>
internal sealed class PlacedTextBuilder(Source source)
{
    private readonly StringBuilder _text = new();
    private readonly List<PlacedText.Run> _runs = [];

    public int Length => _text.Length;

    /// <summary>Adds a stretch whose characters follow each other in one line.</summary>
    public void Append(ReadOnlySpan<char> text, Source at)
    {
        _runs.Add(new PlacedText.Run(_text.Length, at));
        _text.Append(text);
    }

    /// <summary>Adds a stretch whose characters all come from one place, such as a variable.</summary>
    public void AppendFixed(ReadOnlySpan<char> text, Source at, bool isFromOutside = false)
    {
        _runs.Add(new PlacedText.Run(_text.Length, at, Fixed: true, isFromOutside));
        _text.Append(text);
    }

    /// <summary>Adds a part of another text, with its places.</summary>
    public void Append(PlacedText text, int from, int to)
    {
        foreach (var run in text.RunsBetween(from, to))
        {
            _runs.Add(run with { Start = _text.Length + run.Start - from });
        }
        _text.Append(text.Text, from, to - from);
    }

    public PlacedText Build(TextSyntax syntax) => new(_text.ToString(), source, _runs) { Syntax = syntax };
}
