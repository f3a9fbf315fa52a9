// SPDX-License-Identifier: MIT
using Spectre.Console;

namespace Composer.Cli;

/// <summary>The settings of objects with where each comes from, for <c>compose show --origin</c>.</summary>
internal sealed class OriginTable(Site site, SecretSettings secrets)
{
    private readonly Table _table = Terminal.NewTable("setting", "value", "why", "written at");
    private readonly HashSet<string> _shown = [];

    /// <summary>Adds an object and all below it; one that is used twice is shown once.</summary>
    public void Add(Node node)
    {
        if (node is FactoryNode factory && _shown.Add($"{node.Source} {node.Type} {node.Name}"))
        {
            _table.AddRow($"[bold]{node.Type} {Terminal.Plain(node.Name)}[/]", Terminal.Plain(factory.Factory.ToString()), "", Place(node.Source));
            foreach (var origin in site.Loader.Origins(site.Graph, factory))
            {
                var value = Terminal.Plain(secrets.Shown(factory, origin.Key, origin.Value));
                _table.AddRow($"  {Terminal.Plain(origin.Key)}", value, Why(origin.Why), Place(origin.Source));
            }
        }
        foreach (var part in Parts.Of(node))
        {
            Add(part);
        }
    }

    public void Write() => Terminal.Write(_table);

    private static string Why(string why) => why switch
    {
        "default" => "[dim]default[/]",
        "dropped" => "[yellow]dropped[/]",
        "file" => "file",
        _ => $"[blue]{why}[/]",
    };

    private static string Place(Config.Source source) => Terminal.Plain((source with { Column = 0 }).ToString());
}
