// SPDX-License-Identifier: MIT

namespace Composer;

/// <summary>Puts the settings of a section over those of the object that it uses.</summary>
/// <remarks>Paste Deploy loses them when that object has a filter-with (S27); here they reach what the used section itself made.</remarks>
internal static class Override
{
    public static void Apply(Node node, SectionSettings settings)
    {
        if (node is PipelineNode && settings.Local.Count > 0)
        {
            node.Dropped = [.. node.Dropped, .. settings.Local.Select(entry => new Dropped(entry.Key, entry.KeySource, null))];
        }
        node.GlobalConf.Update(settings.Additions);
        node.LocalConf.Update(settings.Local);
        if (settings.Global["__file__"] is { } file)
        {
            node.GlobalConf.Set(file);
        }
        if (PartOf(node) is { } part)
        {
            Apply(part, settings);
        }
    }

    /// <summary>The part of a node that its own section made.</summary>
    private static Node? PartOf(Node node) => node switch
    {
        FilterWithNode filterWith => filterWith.Next,
        FilterAppNode filterApp => filterApp.Filter,
        _ => null,
    };
}
