// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>All that is known of a node: what a picture shows when the pointer rests on it.</summary>
internal static class NodeTip
{
    private const int LongestValue = 120;

    public static string Of(DrawnNode node)
    {
        string[] lines =
        [
            string.Join("  ", new[] { node.RoleWord, node.Name, node.LanguageWord }.Where(word => word.Length > 0)),
            node.Address,
            node.Role == NodeRole.Unused ? $"[{node.Section}]" : node.Detail,
            .. node.Settings.Select(setting => $"{setting.Key} = {ShortText.Of(setting.Value, LongestValue)}"),
            node.Source.Line == 0 ? "" : (node.Source with { Column = 0 }).ToString(),
            node.SameAs is { } same ? $"same as {same}" : "",
        ];
        return ShortText.Clean(string.Join('\n', lines.Where(line => line.Length > 0)));
    }
}
