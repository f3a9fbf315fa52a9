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
            ? Terminal.NewTable(["node", "by", "PATH_INFO", "answer", "self ms", "total ms"], "PATH_INFO")
            : Terminal.NewTable(["node", "by", "factory", "SCRIPT_NAME", "PATH_INFO", "written at"], "factory");
        foreach (var column in timing ? table.Columns.TakeLast(2) : [])
        {
            column.RightAligned();
        }
        foreach (var (step, depth) in way?.All() ?? [])
        {
            var mark = depth == 0 ? "" : $"{new string(' ', (depth - 1) * 2)}└ ";
            string[] name = [$"{mark}{Terminal.Plain(step.Node.Name)}", Language(site, step.Node)];
            table.AddRow([.. name, .. timing ? Times(step) : Places(site, step)]);
        }
        return table;
    }

    /// <summary>C# or py, in colour, too.</summary>
    public static string Language(Site site, Node node) =>
        node is not FactoryNode factory ? "" : site.Loader.IsNative(site.Graph, factory) ? "[blue]C#[/]" : "[green]py[/]";

    /// <summary>What makes an object.</summary>
    public static string Maker(Node node) => node is FactoryNode factory ? Terminal.Plain(factory.Factory.ToString()) : $"[dim]{node.Type}[/]";

    private static string[] Places(Site site, TraceStep step) =>
        [Maker(step.Node), Path(step.ScriptName), Path(step.PathInfo), Terminal.Place(step.Node.Source, site.Graph.File)];

    private static string Path(string path) => path.Length == 0 ? "[dim]''[/]" : Terminal.Plain(path);

    private static string[] Times(TraceStep step) => [Path(step.PathInfo), Answer(step), Milliseconds(step.Self), Milliseconds(step.Total)];

    private static string Answer(TraceStep step) =>
        step.Error is { } error ? $"[red]{Terminal.Plain(error.Message.Split('\n')[0])}[/]" : $"{step.Status?[..3]} [dim]{step.Bytes} B[/]";

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
