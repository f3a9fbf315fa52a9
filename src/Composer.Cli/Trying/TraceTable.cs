// SPDX-License-Identifier: MIT
using System.Globalization;
using Spectre.Console;

namespace Composer.Cli.Trying;

/// <summary>A request's way as a table: a row for each object, indented by who called whom.</summary>
internal static class TraceTable
{
    /// <param name="site">The site.</param>
    /// <param name="way">The outermost step, or null for none.</param>
    /// <param name="timing">Whether the request was made, and its times are wanted.</param>
    public static Table Of(Site site, TraceStep? way, bool timing)
    {
        var table = timing
            ? Terminal.NewTable(["node", "made by", "SCRIPT_NAME", "PATH_INFO", "answer", "self ms", "total ms"], "made by", "answer")
            : Terminal.NewTable(["node", "made by", "SCRIPT_NAME", "PATH_INFO", "written at"], "made by");
        foreach (var column in timing ? table.Columns.TakeLast(2) : [])
        {
            column.RightAligned();
        }
        foreach (var (step, depth) in way?.All() ?? [])
        {
            var mark = depth == 0 ? "" : $"{new string(' ', (depth - 1) * 2)}└ ";
            string[] common = [$"{mark}{Terminal.Plain(step.Node.Name)}", Maker(site, step.Node), Path(step.ScriptName), Path(step.PathInfo)];
            table.AddRow([.. common, .. timing ? Times(step) : [Terminal.Place(step.Node.Source, site.Graph.File)]]);
        }
        return table;
    }

    /// <summary>What makes an object, with its language in words and in colour.</summary>
    public static string Maker(Site site, Node node) => node is FactoryNode factory
        ? $"{(site.Loader.IsNative(site.Graph, factory) ? "[blue]C#[/]" : "[green]py[/]")} {Terminal.Plain(factory.Factory.ToString())}"
        : $"[dim]{node.Type}[/]";

    private static string Path(string path) => path.Length == 0 ? "[dim]''[/]" : Terminal.Plain(path);

    private static string[] Times(TraceStep step) => [Answer(step), Milliseconds(step.Self), Milliseconds(step.Total)];

    private static string Answer(TraceStep step) =>
        step.Error is { } error ? $"[red]{Terminal.Plain(error.Message.Split('\n')[0])}[/]" : $"{step.Status?[..3]} [dim]{step.Bytes} B[/]";

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
