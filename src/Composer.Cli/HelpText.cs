// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;

namespace Composer.Cli;

/// <summary>The page of <c>--help</c>, as wide as the terminal. The first paragraph of a command's description is its summary; what follows, examples mostly, closes its page.</summary>
/// <param name="output">Where to.</param>
/// <param name="groups">The commands, in the order in which they are listed.</param>
internal sealed class HelpText(TextWriter output, IReadOnlyList<(string Group, Command[] Commands)> groups)
{
    private const string ExitCodes = """
        0 ok, 1 unexpected, 2 usage, 3 config, 4 an app failed to load, 5 address in use, 6 no Python, 7 server died, 8 the request failed (request --fail), 130 interrupted, 143 terminated
        """;

    private const string Precedence = """
        built-in default < [DEFAULT] and file < --env-file < environment, -e < name=value, --set < other options;
        every option has a variable: COMPOSE_LOG_LEVEL=debug is --log-level debug.
        """;

    // Every command takes them; who looks at no config need not read about them.
    private static readonly string[] OfConfigs = ["--config", "--name", "--set", "--filter", "--env", "--env-file"];

    private static int Width => Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 40, 110);

    /// <summary>Writes the page of a command.</summary>
    public void Write(Command command)
    {
        var (summary, examples) = Parts(command);
        output.WriteLine(summary);
        Heading("Usage");
        output.WriteLine(Usage(command));
        if (command is RootCommand root)
        {
            WriteCommands(root);
        }
        Rows("Arguments", command.Arguments.Select(argument => ($"[{argument.Name}]", argument.Description)));
        Rows(command is RootCommand ? "Options" : $"Options of {command.Name}", command.Options.Where(option => !option.Recursive).Select(Row));
        Rows(command is RootCommand ? "Options of every command" : "Other options", Roots(command).SelectMany(parent => parent.Options.Where(option => option.Recursive && (TakesConfig(command) || !OfConfigs.Contains(option.Name)))).Select(Row));
        if (command is RootCommand)
        {
            Text("Exit codes", ExitCodes, wrap: true);
            Text("What counts more", Precedence, wrap: true);
        }
        Text("Examples", examples, wrap: false);
    }

    /// <summary>What a command does, in one line.</summary>
    public static string Summary(Command command) => Parts(command).Summary;

    /// <summary>A text in lines that fit.</summary>
    public static IEnumerable<string> Wrapped(string text) => text.Split('\n').SelectMany(line => Wrapped(line, Width));

    private static (string Summary, string Examples) Parts(Command command)
    {
        var parts = (command.Description ?? "").ReplaceLineEndings("\n").Split("\n\n", 2);
        return (parts[0], parts.ElementAtOrDefault(1) ?? "");
    }

    private static string Usage(Command command) => command is RootCommand
        ? "  compose [options] COMMAND …"
        : $"  compose {string.Join(' ', command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]{(argument.Arity.MaximumNumberOfValues > 1 ? "…" : "")}").Prepend(command.Name))} [options]";

    private static bool TakesConfig(Command command) =>
        command is RootCommand || command.Arguments.Any(argument => argument.Name == SharedOptions.Words);

    private static IEnumerable<Command> Roots(Command command) =>
        command is RootCommand ? [command] : command.Parents.OfType<Command>();

    private void WriteCommands(RootCommand root)
    {
        var longest = root.Subcommands.Max(command => command.Name.Length);
        foreach (var (group, commands) in groups)
        {
            Rows(group, commands.Select(command => (command.Name, (string?)Summary(command))), longest);
        }
        var others = root.Subcommands.Except(groups.SelectMany(group => group.Commands));
        Rows("Others", others.Select(command => (command.Name, (string?)Summary(command))), longest);
    }

    private static (string Left, string? Right) Row(Option option)
    {
        var names = option is HelpOption ? ["-h", "--help"] : option.Aliases.Where(alias => alias.Length == 2).Append(option.Name);
        var value = option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? "" : $" {option.HelpName}";
        return (string.Join(", ", names) + value, option is HelpOption ? "Show this page." : option is VersionOption ? "Show the version." : option.Description);
    }

    private void Rows(string heading, IEnumerable<(string Left, string? Right)> rows, int least = 0)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }
        Heading(heading);
        var column = Math.Max(least, Math.Min(all.Max(row => row.Left.Length), 28)) + 4;
        foreach (var (left, right) in all)
        {
            var padded = left.Length + 4 > column ? $"  {Ansi.Out.Cyan(left)}\n{new string(' ', column)}" : $"  {Ansi.Out.Cyan(left)}{new string(' ', column - 2 - left.Length)}";
            output.WriteLine(padded + string.Join($"\n{new string(' ', column)}", Wrapped(right ?? "", Width - column)));
        }
    }

    private void Text(string heading, string text, bool wrap)
    {
        if (text.Length == 0)
        {
            return;
        }
        Heading(heading);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => wrap ? Wrapped(line, Width - 2) : [line]))
        {
            output.WriteLine(line.Length == 0 ? "" : $"  {line}");
        }
    }

    private void Heading(string text) => output.WriteLine($"\n{Ansi.Out.Bold(text + ":")}");

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
