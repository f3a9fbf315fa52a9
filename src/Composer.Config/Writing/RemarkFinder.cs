// SPDX-License-Identifier: MIT
namespace Composer.Config.Writing;

/// <summary>Finds out which comment belongs to which section or setting: those above it, and the one behind it.</summary>
internal sealed class RemarkFinder
{
    private readonly string[] _lines;
    private readonly List<(Source At, int End)> _elements = [];
    private readonly Dictionary<Source, List<string?>> _above = [];
    private readonly Dictionary<Source, string> _beside = [];
    private readonly List<string?> _below = [];

    /// <param name="document">The config.</param>
    /// <param name="text">Its text.</param>
    public RemarkFinder(Document document, string text)
    {
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        foreach (var section in document.Sections.Append(document.Defaults))
        {
            _elements.Add((section.Source, section.Source.Line));
            _elements.AddRange(section.Settings.Select(setting => (setting.KeySource, Math.Max(setting.KeySource.Line, setting.Value.LastLine))));
        }
        _elements.Sort((a, b) => (a.At.Line, a.At.Column).CompareTo((b.At.Line, b.At.Column)));
        foreach (var comment in document.Comments)
        {
            Place(comment);
        }
    }

    /// <summary>Comments after everything else.</summary>
    public IReadOnlyList<string?> Below => _below;

    /// <summary>The comments of what stands at a place.</summary>
    public Remarks At(Source source)
    {
        var above = _above.GetValueOrDefault(source, []);
        var isApart = IsBlank(source.Line - 1);
        return new Remarks(isApart ? [.. above, null] : above, _beside.GetValueOrDefault(source));
    }

    private void Place(Comment comment)
    {
        var line = comment.Source.Line;
        var before = LastUpTo(line);
        if (before >= 0 && comment.IsTrailing)
        {
            var at = _elements[before].At;
            _beside[at] = _beside.TryGetValue(at, out var earlier) ? $"{earlier} {comment.Text}" : comment.Text;
            return;
        }
        var isInside = before >= 0 && line <= _elements[before].End;
        var index = isInside ? before : before + 1;
        var lines = index >= _elements.Count ? _below : Above(_elements[index].At);
        if (lines.Count > 0 && IsBlank(line - 1))
        {
            lines.Add(null);
        }
        lines.Add(comment.Text);
    }

    private List<string?> Above(Source source)
    {
        if (!_above.TryGetValue(source, out var lines))
        {
            _above[source] = lines = [];
        }
        return lines;
    }

    /// <summary>The last element that begins in a line or before it.</summary>
    private int LastUpTo(int line)
    {
        var (low, high) = (-1, _elements.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _elements[middle].At.Line <= line ? (middle, high) : (low, middle - 1);
        }
        return low;
    }

    private bool IsBlank(int line) => line >= 1 && line <= _lines.Length && string.IsNullOrWhiteSpace(_lines[line - 1]);
}
