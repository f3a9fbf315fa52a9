// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer;

/// <summary>Writes a drawing as an indented tree.</summary>
internal sealed class TextDiagram
{
    private const int LongestValue = 60;
    private const int LongestLanguage = 6;

    private readonly List<Row> _rows = [];
    private readonly Drawing _drawing;
    private readonly bool _ansi;
    private readonly int _width;

    /// <param name="drawing">What is drawn.</param>
    /// <param name="ansi">Languages have colours.</param>
    /// <param name="width">Where lines are cut, or null.</param>
    public TextDiagram(Drawing drawing, bool ansi, int? width)
    {
        _drawing = drawing;
        _ansi = ansi;
        _width = width ?? int.MaxValue;
        Add(drawing.Root, null, "", "", "");
    }

    public override string ToString()
    {
        var label = _rows.Max(row => row.Label.Length);
        var role = _rows.Max(row => row.Role.Length);
        var place = _rows.Max(row => row.Place.Length);
        var lines = _rows.Select(row => Line(
            $"{row.Label.PadRight(label)}  {row.Role.PadRight(role)} {(row.IsCrossing ? "⇄" : " ")} ",
            row.Language,
            $"  {row.Place.PadRight(place)}  {row.Rest}"));
        return string.Join('\n', [.. lines, .. UnusedLines(), "", $"{_drawing.Summary()}{(_rows.Exists(row => row.IsCrossing) ? " (⇄)" : "")}", ""]);
    }

    private IEnumerable<string> UnusedLines() => _drawing.Unused.Count == 0
        ? []
        : ["", "not used:", .. _drawing.Unused.Select(node => $"  [{ShortText.Of(node.Section ?? node.Name)}]  {node.Place}")];

    /// <summary>Adds a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="from">The node before it, or null.</param>
    /// <param name="mark">What its first line begins with.</param>
    /// <param name="indent">What its other lines begin with.</param>
    /// <param name="mount">The label of the way to it.</param>
    private void Add(DrawnBlock block, DrawnNode? from, string mark, string indent, string mount)
    {
        var start = mark + (mount.Length == 0 ? "" : ShortText.Of(mount) + " → ");
        if (block.Cluster is { } cluster)
        {
            _rows.Add(new Row(start + ShortText.Of(cluster.Title) + Id(cluster.Id), "", "", cluster.Place, "", false));
        }
        foreach (var (i, node) in block.Nodes.Index())
        {
            AddNode(node, from, block.Cluster is not null ? indent + Number(block, node) : i == 0 ? start : indent + "└ ");
            indent += block.Cluster is null && i > 0 ? "  " : "";
            from = node;
        }
        AddBranches(block, indent + (block.Cluster is null ? "" : new string(' ', Digits(block) + 1)));
    }

    private void AddBranches(DrawnBlock block, string indent)
    {
        foreach (var (i, branch) in block.Branches.Index())
        {
            var isLast = i == block.Branches.Count - 1;
            Add(branch.Block, block.Nodes[^1], indent + (isLast ? "└ " : "├ "), indent + (isLast ? "  " : "│ "), branch.Label);
        }
    }

    private void AddNode(DrawnNode node, DrawnNode? from, string start)
    {
        var isCrossing = from is not null && new DrawnEdge(from, node, "").IsCrossing;
        string[] rest = [node.Address, ShortText.Of(node.Detail), .. node.Settings.Select(Setting), node.SameAs is { } same ? $"(same as {same})" : ""];
        _rows.Add(new Row(start + ShortText.Of(node.Title) + Id(node.Id), node.Role == NodeRole.Clients ? "" : node.RoleWord, node.LanguageWord, ShortText.Of(node.Place), string.Join("  ", rest.Where(part => part.Length > 0)), isCrossing));
    }

    private string Id(string id) => _drawing.IsShared(id) ? $" ({id})" : "";

    private static string Number(DrawnBlock block, DrawnNode node) => $"{node.Number?.ToString(CultureInfo.InvariantCulture) ?? ""} ".PadLeft(Digits(block) + 1);

    private static int Digits(DrawnBlock block) => block.Nodes.Count > 9 ? 2 : 1;

    private static string Setting(DrawnSetting setting)
    {
        var value = ShortText.Of(setting.Value, LongestValue);
        return $"{ShortText.Of(setting.Key)}={(value.Length == 0 || value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value)}";
    }

    private string Line(string start, string language, string end)
    {
        var room = Math.Max(0, _width - start.Length - LongestLanguage);
        var rest = end.TrimEnd();
        var shown = rest.Length <= room ? rest : ShortEnd(rest, room);
        var painted = _ansi && language.Length > 0 ? $"\e[{(language == "C#" ? 34 : 32)}m{language}\e[0m" : language;
        return $"{start}{painted}{(shown.Length == 0 ? "" : new string(' ', LongestLanguage - language.Length))}{shown}".TrimEnd();
    }

    private static string ShortEnd(string text, int room) => room < 2 ? "" : text[..(room - 1)].TrimEnd() + "…";

    private readonly record struct Row(string Label, string Role, string Language, string Place, string Rest, bool IsCrossing);
}
