// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Where the value of one setting comes from.</summary>
/// <param name="Key">The setting.</param>
/// <param name="Value">Its text.</param>
/// <param name="Why"><c>file</c>, <c>DEFAULT</c>, <c>set</c> (by <c>set …</c> or <c>get …</c>), <c>env</c>, <c>cli</c>, <c>default</c> (nothing is written), or <c>dropped</c>.</param>
/// <param name="Source">Where it is written; empty for a default.</param>
public sealed record SettingOrigin(string Key, string Value, string Why, Source Source)
{
    /// <summary>Every setting of an object: what is written, what is taken from <c>[DEFAULT]</c>, what is dropped, and what counts because nothing is written.</summary>
    /// <param name="graph">The config.</param>
    /// <param name="node">The object.</param>
    /// <param name="component">The C# component that makes it, or null.</param>
    internal static IEnumerable<SettingOrigin> Of(Graph graph, FactoryNode node, Component? component)
    {
        var written = node.LocalConf.Select(entry => Written(graph, entry));
        var known = component?.Settings.Where(setting => !setting.IsRemaining && !setting.Names.Any(node.LocalConf.Contains)) ?? [];
        var dropped = node.Dropped.Select(gone => new SettingOrigin(gone.Key, "", "dropped", gone.Source));
        return [.. written, .. known.Select(setting => Unwritten(graph, node, setting)), .. dropped];
    }

    private static SettingOrigin Written(Graph graph, ConfEntry entry) => new(entry.Key, entry.Text.Text, WhyOf(graph, entry), entry.Text.Source);

    private static SettingOrigin Unwritten(Graph graph, FactoryNode node, ComponentSetting setting)
    {
        var global = setting.GlobalNames.Select(name => node.GlobalConf[name]).FirstOrDefault(found => found is not null);
        return global is null ? new SettingOrigin(setting.Name, SettingText.Of(setting.Default), "default", new Source("")) : Written(graph, global) with { Key = setting.Name };
    }

    private static string WhyOf(Graph graph, ConfEntry entry)
    {
        var place = entry.Text.Source;
        if (place.Line == 0)
        {
            return "cli";
        }
        if (entry.Text.IsFromOutside)
        {
            return "env";
        }
        if (graph.Document.Defaults.Settings.Any(setting => setting.Value.Source == place))
        {
            return "DEFAULT";
        }
        return entry.KeySource.Line != place.Line && IsSet(graph, entry) ? "set" : "file";
    }

    // A value that stands elsewhere than its key came through 'set' and 'get'.
    private static bool IsSet(Graph graph, ConfEntry entry) =>
        graph.Document.Sections.SelectMany(section => section.Settings).Any(setting => setting.Key.StartsWith("set ", StringComparison.Ordinal) && setting.Value.Source == entry.Text.Source);
}
