// SPDX-License-Identifier: MIT
using Spectre.Console;

namespace Composer.Cli;

/// <summary>The settings of objects with where each comes from, for <c>compose show --origin</c>.</summary>
internal sealed class OriginTable(Site site, SecretSettings secrets)
{
    private const int LongDefault = 60;

    private readonly Table _table = Terminal.NewTable(["setting", "value", "why", "written at"], "value");
    private readonly HashSet<string> _shown = [];

    /// <summary>Adds an object and all below it; one that is used twice is shown once.</summary>
    public void Add(Node node)
    {
        if (node is FactoryNode factory && _shown.Add($"{node.Source} {node.Type} {node.Name}"))
        {
            _table.AddRow($"[bold]{node.Type} {Terminal.Plain(node.Name)}[/]", Terminal.Plain(factory.Factory.ToString()), "", Place(node.Source));
            foreach (var origin in site.Loader.Origins(site.Graph, factory))
            {
                var value = Terminal.Plain(Shortened(origin.Why, secrets.Shown(factory, origin.Key, origin.Value)));
                _table.AddRow($"  {Terminal.Plain(origin.Key)}", value, Why(origin.Why), Place(origin.Source));
            }
        }
        foreach (var part in Parts.Of(node))
        {
            Add(part);
        }
    }

    public void Write()
    {
        Terminal.Write(_table);
        Console.Out.WriteLine(Ansi.Out.Dim("\nwhat counts more: default < DEFAULT, file < env < cli; a setting that DEFAULT has too is dropped, unless it is set"));
    }

    // A default may be long; compose plugins NAME prints all of it.
    private static string Shortened(string why, string value) => why == "default" && value.Length > LongDefault ? $"{value[..LongDefault]}…" : value;

    private static string Why(string why) => why switch
    {
        "default" => "[dim]default[/]",
        "dropped" => "[yellow]dropped[/]",
        "file" => "file",
        _ => $"[blue]{why}[/]",
    };

    private string Place(Config.Source source) => Terminal.Place(source, site.Graph.File);
}
