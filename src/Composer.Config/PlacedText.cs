// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A text that knows where each of its characters was written: in several lines, or in several files after interpolation.</summary>
public sealed class PlacedText
{
    private readonly IReadOnlyList<Run> _runs;

    /// <summary>A text that was written at one place, in one line.</summary>
    public PlacedText(string text, Source source)
        : this(text, source, [new Run(0, source)])
    {
    }

    /// <param name="text">The text.</param>
    /// <param name="source">Where its setting has it.</param>
    /// <param name="runs">Where its characters come from, which after interpolation may be elsewhere.</param>
    internal PlacedText(string text, Source source, IReadOnlyList<Run> runs)
    {
        Text = text;
        Source = source;
        _runs = runs;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Where it begins, as a value of its setting: also when its first characters come from a variable.</summary>
    public Source Source { get; }

    /// <summary>The line in which its last part stands.</summary>
    internal int LastLine => _runs.Count == 0 ? Source.Line : _runs[^1].Source.Line;

    /// <summary>How it refers to other values.</summary>
    public TextSyntax Syntax { get; init; }

    /// <summary>Whether a part of it came from outside all files: from an environment variable.</summary>
    public bool IsFromOutside => _runs.Any(run => run.Outside);

    /// <summary>The same text, in which every character stands for itself.</summary>
    public PlacedText AsLiteral() => Syntax == TextSyntax.Literal ? this : new PlacedText(Text, Source, _runs) { Syntax = TextSyntax.Literal };

    /// <summary>The place of the character at an offset.</summary>
    public Source At(int offset)
    {
        if (_runs.Count == 0)
        {
            return Source;
        }
        var run = _runs[RunAt(offset)];
        var source = run.Source;
        return source.Column == 0 || run.Fixed ? source : source with { Column = source.Column + offset - run.Start };
    }

    /// <summary>A part of the text, with its place; one that begins with what stands in no line, as <c>%(here)s</c>, is where the whole begins.</summary>
    public PlacedText Slice(int start, int length) => new(Text.Substring(start, length), At(start) is { Line: > 0 } at ? at : Source) { Syntax = Syntax };

    /// <summary>The stretches that cover a part of the text, their starts inside that part.</summary>
    internal IEnumerable<Run> RunsBetween(int from, int to)
    {
        for (var i = RunAt(from); i < _runs.Count && _runs[i].Start < to; i++)
        {
            var end = i + 1 < _runs.Count ? _runs[i + 1].Start : Text.Length;
            var start = Math.Max(from, _runs[i].Start);
            if (end > from && start < to)
            {
                yield return _runs[i] with { Start = start, Source = At(start) };
            }
        }
    }

    /// <summary>The last run that begins at an offset or before it.</summary>
    private int RunAt(int offset)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _runs[middle].Start <= offset ? (middle, high) : (low, middle - 1);
        }
        return low;
    }

    /// <summary>The words between blanks (<see cref="Blank"/>), as Python's <c>str.split()</c> finds them.</summary>
    public IEnumerable<PlacedText> Words()
    {
        var start = 0;
        for (var i = 0; i <= Text.Length; i++)
        {
            if (i < Text.Length && !Blank.Is(Text[i]))
            {
                continue;
            }
            if (i > start)
            {
                yield return Slice(start, i - start);
            }
            start = i + 1;
        }
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    /// <summary>A stretch of text that was written in one line.</summary>
    /// <param name="Start">Offset of its first character in the whole text.</param>
    /// <param name="Source">Where that character stands.</param>
    /// <param name="Fixed">Its characters all come from one place, such as a variable.</param>
    /// <param name="Outside">They come from outside all files.</param>
    internal readonly record struct Run(int Start, Source Source, bool Fixed = false, bool Outside = false);
}
