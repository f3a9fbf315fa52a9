// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Config;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Composer.Cli;

/// <summary>Tables for people. On a terminal they fit its width; in a file or a pipe a row is a line.</summary>
internal static partial class Terminal
{
    private const int Unlimited = 4000;
    private const int Narrowest = 10;
    private const int Between = 3;

    /// <summary>An empty table.</summary>
    /// <param name="columns">The headings.</param>
    /// <param name="wrapping">Those whose text may go on in a next line.</param>
    public static Table NewTable(IReadOnlyList<string> columns, params IReadOnlyList<string> wrapping)
    {
        var table = new Table { Border = TableBorder.Simple, BorderStyle = Style.Parse("dim") };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn($"[bold]{column}[/]") { Padding = new Padding(0, 0, 2, 0), NoWrap = !wrapping.Contains(column) });
        }
        return table;
    }

    /// <summary>Writes a table to standard output.</summary>
    public static void Write(Table table) => Write(table, Console.Out, Ansi.Out, Console.IsOutputRedirected);

    /// <summary>Writes a table to standard error: standard output belongs to something else.</summary>
    public static void WriteError(Table table) => Write(table, Console.Error, Ansi.Error, Console.IsErrorRedirected);

    /// <summary>Text of others in a cell: control characters and brackets do nothing.</summary>
    public static string Plain(string text) => Markup.Escape(DiagnosticPrinter.Printable(text));

    /// <summary>A place in a cell: of the config itself only its name and the line.</summary>
    public static string Place(Source source, string config)
    {
        var isConfig = source.File == config || Path.GetFullPath(source.File.Length == 0 ? "." : source.File) == config;
        return Plain((source with { Column = 0, File = isConfig ? Path.GetFileName(source.File) : source.File }).ToString());
    }

    private static void Write(Table table, TextWriter output, Ansi colour, bool isRedirected)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour.IsOn ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour.IsOn ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Width = isRedirected ? Unlimited : Width(table, console, Console.WindowWidth);
        console.Write(table);
        // Its border is an empty line above and below.
        foreach (var line in text.ToString().Split('\n').Where(line => !string.IsNullOrWhiteSpace(Escape().Replace(line, ""))))
        {
            output.WriteLine(isRedirected ? line.TrimEnd() : Rule().Replace(line.TrimEnd(), rule => new string('─', Math.Min(rule.Length, Console.WindowWidth))));
        }
    }

    // Where columns would become so narrow that words stand letter below letter, lines that the terminal folds are better.
    private static int Width(Table table, IAnsiConsole console, int terminal)
    {
        console.Profile.Width = Unlimited;
        var options = RenderOptions.Create(console, console.Profile.Capabilities);
        var needed = table.Columns.Index().Sum(column => Needed(column.Item, table.Rows.Select(row => row.ElementAt(column.Index)).Prepend(column.Item.Header)));
        return needed < terminal ? terminal : Unlimited;

        int Needed(TableColumn column, IEnumerable<IRenderable> cells)
        {
            var widest = cells.Max(cell => cell.Measure(options, Unlimited).Max);
            return Between + (column.NoWrap ? widest : Math.Min(widest, Narrowest));
        }
    }

    [GeneratedRegex("─+")]
    private static partial Regex Rule();

    [GeneratedRegex("\\e\\[[0-9;]*m")]
    private static partial Regex Escape();
}
