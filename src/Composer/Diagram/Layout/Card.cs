// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer;

/// <summary>The text of a node, measured and broken into lines. A card may be drawn wider than it asks for.</summary>
internal sealed class Card
{
    /// <summary>How many settings a card shows; the others are counted.</summary>
    public const int MostSettings = 3;

    /// <summary>The circle of a filter's number.</summary>
    public const double Badge = 20;

    private const double Widest = 218;
    private const double Narrowest = 96;
    private const double TagRoom = 12;

    private readonly List<CardLine> _lines = [];
    private readonly double _padX;
    private double _y;
    private double _width;

    /// <param name="node">The node.</param>
    /// <param name="isShared">Another node says that it is the same as this one.</param>
    /// <param name="isCaption">It has no box: it stands beside a diamond.</param>
    public Card(DrawnNode node, bool isShared, bool isCaption)
    {
        _padX = isCaption ? 0 : 12;
        _y = isCaption ? 0 : 9;
        Tag = isCaption || node.Role == NodeRole.Reference ? "" : node.LanguageWord;
        AddHeader(node);
        if (node.Role != NodeRole.Clients)
        {
            AddBody(node);
            AddFoot(node, isShared);
        }
        Height = Math.Ceiling(_y + (isCaption ? 0 : 9));
        Width = Math.Ceiling(Math.Max(_width + (2 * _padX), isCaption ? 0 : Narrowest));
    }

    public double Width { get; }

    public double Height { get; }

    public IReadOnlyList<CardLine> Lines => _lines;

    /// <summary>The language, in the upper right corner; or nothing.</summary>
    public string Tag { get; }

    public double TagWidth => Tag.Length == 0 ? 0 : TextStyle.Tag.Width(Tag) + TagRoom;

    private void AddHeader(DrawnNode node)
    {
        var indent = node.Number is null ? 0 : Badge + 6;
        var tag = Tag.Length == 0 ? 0 : TagWidth + 10;
        var first = _y;
        Add(TextStyle.Name, ShortText.Of(node.Title), 3, indent, tag);
        if (node.Number is { } number)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            var x = _padX + ((Badge - TextStyle.Number.Width(text)) / 2);
            _lines.Add(new CardLine(text, TextStyle.Number, x, first + 13));
        }
    }

    private void AddBody(DrawnNode node)
    {
        _y += 2;
        Add(TextStyle.Setting, ShortText.Of(node.Address), 2);
        var isName = node.Role is NodeRole.Reference or NodeRole.Unused or NodeRole.Error;
        Add(isName ? TextStyle.Setting : TextStyle.Factory, ShortText.Of(node.Detail, 400), node.Role == NodeRole.Error ? 6 : 4);
        foreach (var setting in node.Settings.Take(MostSettings))
        {
            Add(TextStyle.Setting, $"{ShortText.Of(setting.Key)} = {ShortText.Of(setting.Value)}", 1);
        }
        if (node.Settings.Count > MostSettings)
        {
            Add(TextStyle.Setting, $"+ {(node.Settings.Count - MostSettings).ToString(CultureInfo.InvariantCulture)} more", 1);
        }
    }

    private void AddFoot(DrawnNode node, bool isShared)
    {
        var right = node.SameAs is { } same ? $"same as {same}" : isShared ? node.Id : "";
        var place = ShortText.Of(node.Place);
        if (place.Length == 0 && right.Length == 0)
        {
            return;
        }
        _y += 2;
        var room = right.Length == 0 ? 0 : TextStyle.Foot.Width(right) + 14;
        var lines = _lines.Count;
        Add(TextStyle.Foot, place, 2, 0, room);
        if (right.Length > 0)
        {
            var y = lines < _lines.Count ? _lines[lines].Y : _y + TextStyle.Foot.Size;
            _y = Math.Max(_y, y - TextStyle.Foot.Size + TextStyle.Foot.Line);
            _width = Math.Max(_width, room - 14);
            _lines.Add(new CardLine(right, TextStyle.Foot, _padX, y, IsRight: true));
        }
    }

    private void Add(TextStyle style, string text, int most, double indent = 0, double room = 0)
    {
        foreach (var line in style.Wrap(text, Widest - indent - room, most))
        {
            _lines.Add(new CardLine(line, style, _padX + indent, _y + style.Size));
            _width = Math.Max(_width, indent + style.Width(line) + room);
            _y += style.Line;
        }
    }
}
