// SPDX-License-Identifier: MIT
using Spectre.Console;

namespace Composer.Cli;

/// <summary>Tables for people. On a terminal they fit its width; in a file or a pipe a row is a line.</summary>
internal static class Terminal
{
    private const int Unlimited = 4000;

    /// <summary>An empty table with these columns.</summary>
    public static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, BorderStyle = Style.Parse("dim") };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn($"[bold]{column}[/]") { Padding = new Padding(0, 0, 2, 0) });
        }
        return table;
    }

    /// <summary>Writes a table to standard output.</summary>
    public static void Write(Table table) => Write(table, Console.Out, Ansi.Out, Console.IsOutputRedirected);

    /// <summary>Writes a table to standard error: standard output belongs to something else.</summary>
    public static void WriteError(Table table) => Write(table, Console.Error, Ansi.Error, Console.IsErrorRedirected);

    /// <summary>Text of others in a cell: control characters and brackets do nothing.</summary>
    public static string Plain(string text) => Markup.Escape(DiagnosticPrinter.Printable(text));

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
        console.Profile.Width = isRedirected ? Unlimited : Math.Max(40, Console.WindowWidth);
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n').SkipWhile(string.IsNullOrWhiteSpace))
        {
            output.WriteLine(line.TrimEnd());
        }
    }
}
