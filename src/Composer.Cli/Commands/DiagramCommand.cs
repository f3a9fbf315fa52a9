// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Writing;
using Composer.Config;

namespace Composer.Cli.Commands;

/// <summary><c>compose diagram</c>: a picture of a config.</summary>
internal sealed class DiagramCommand
{
    private static readonly Dictionary<string, DiagramFormat> Formats = new()
    {
        ["text"] = DiagramFormat.Text,
        ["mermaid"] = DiagramFormat.Mermaid,
        ["dot"] = DiagramFormat.Dot,
        ["svg"] = DiagramFormat.Svg,
        ["html"] = DiagramFormat.Html,
        ["json"] = DiagramFormat.Json,
    };

    private static readonly Dictionary<string, DiagramFormat> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mmd"] = DiagramFormat.Mermaid,
        [".mermaid"] = DiagramFormat.Mermaid,
        [".dot"] = DiagramFormat.Dot,
        [".gv"] = DiagramFormat.Dot,
        [".svg"] = DiagramFormat.Svg,
        [".html"] = DiagramFormat.Html,
        [".htm"] = DiagramFormat.Html,
        [".json"] = DiagramFormat.Json,
    };

    private readonly Option<string?> _format = new("--format", "-f")
    {
        Description = "text, mermaid, dot, svg, html or json. Without it: what the ending of --output says, else text.",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write there instead of to standard output.", HelpName = "FILE" };

    private readonly Option<string?> _direction = new("--direction")
    {
        Description = "LR (left to right) or TB (top to bottom). Without it: TB when a pipeline has more than six filters.",
        HelpName = "LR|TB",
    };

    private readonly Option<string> _theme = new("--theme")
    {
        Description = "Colours: auto (as the reader's system), light or dark.",
        HelpName = "auto|light|dark",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string?> _serverName = new("--server-name", "-s") { Description = "The [server:NAME] to draw instead of main.", HelpName = "NAME" };

    private readonly Argument<string[]> _words = SharedOptions.NewWords();

    private DiagramCommand()
    {
        _format.AcceptOnlyFromAmong([.. Formats.Keys]);
        _direction.AcceptOnlyFromAmong("LR", "TB");
        _theme.AcceptOnlyFromAmong("auto", "light", "dark");
    }

    public static Command Create(SharedOptions shared)
    {
        var options = new DiagramCommand();
        var command = new Command("diagram", "Draw a config: the way of a request from its client to the app. Imports nothing.")
        {
            options._words, options._format, options._output, options._direction, options._theme, options._serverName,
        };
        command.SetAction(result => options.Run(result, shared.Read(result, options._words)));
        return command;
    }

    private int Run(ParseResult result, Arguments arguments)
    {
        var output = result.GetValue(_output) is { } file and not "-" ? file : null;
        var format = Format(result.GetValue(_format), output);
        var site = new Site(arguments);
        var diagram = Diagram.Of(site.Graph, site.Registry, new DiagramOptions
        {
            Name = arguments.Name,
            Server = result.GetValue(_serverName),
            Direction = result.GetValue(_direction) switch { "LR" => DiagramDirection.LeftToRight, "TB" => DiagramDirection.TopToBottom, _ => null },
            Theme = Enum.Parse<DiagramTheme>(result.GetValue(_theme) ?? "auto", ignoreCase: true),
            Ansi = output is null && Ansi.Out.IsOn,
            Width = output is null && !Console.IsOutputRedirected ? Math.Max(40, Console.WindowWidth) : null,
        });
        if (!diagram.IsEmpty)
        {
            Write(diagram, format, output);
        }
        new DiagnosticPrinter(Console.Error, Ansi.Error, arguments.Verbosity > 0).Print(diagram.Problems);
        return diagram.Problems.Any(problem => problem.Severity == Severity.Error) ? ExitCode.Config : ExitCode.Ok;
    }

    private static DiagramFormat Format(string? word, string? output)
    {
        if (word is not null)
        {
            return Formats[word];
        }
        var ending = Path.GetExtension(output ?? "");
        return ending is "" or ".txt" ? DiagramFormat.Text
            : Endings.TryGetValue(ending, out var format) ? format
            : throw new UsageError($"'{ending}' is no format of diagrams", "write .svg, .html, .mmd, .dot, .json or .txt, or say it with --format");
    }

    private static void Write(Diagram diagram, DiagramFormat format, string? output)
    {
        if (output is null)
        {
            diagram.Write(Console.Out, format);
            return;
        }
        using var text = new StringWriter();
        diagram.Write(text, format);
        AtomicFile.Write(output, text.ToString());
    }
}
