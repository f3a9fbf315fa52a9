// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;
using Composer.Cli.Commands;
using Composer.Config;
using Composer.Python;

namespace Composer.Cli;

/// <summary>The commands and their options.</summary>
internal static class CommandLine
{
    private const string Description = """
        Serves WSGI sites from one config file, with C# and Python components in one pipeline.

        compose --config site.ini serve
        """;

    // '@FILE' is for the commands to understand.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>The commands as <c>compose --help</c> groups them.</summary>
    private static IEnumerable<(string Group, Command[] Commands)> Groups(SharedOptions shared) =>
    [
        ("Serve",
        [
            ServeCommand.Create(shared),
            InitCommand.Create(),
        ]),
        ("Look at a config",
        [
            CheckCommand.Create(shared),
            ShowCommand.Create(shared),
            ExplainCommand.Create(shared),
            RoutesCommand.Create(shared),
            DiagramCommand.Create(shared),
        ]),
        ("Try it",
        [
            RequestCommand.Create(shared),
            ShellCommand.Create(shared),
        ]),
        ("Write it",
        [
            ConvertCommand.Create(shared),
            FmtCommand.Create(shared),
            SecretCommand.Create(),
            PasswdCommand.Create(),
        ]),
        ("Keep it tidy",
        [
            SessionsCommand.Create(shared),
        ]),
        ("Python servers",
        [
            PythonPathCommand.Create(),
            PackageCommand.Create(shared),
        ]),
        ("Find out",
        [
            PluginsCommand.Create(shared),
            SchemaCommand.Create(),
            DoctorCommand.Create(shared),
            CompletionCommand.Create(),
            HelpCommand.Create(),
        ]),
    ];

    public static int Run(string[] args)
    {
        var shared = new SharedOptions();
        var root = Root(shared);
        var result = root.Parse(args, Parsing);
        if (EnvironmentOptions.Merged(result) is { } words)
        {
            result = root.Parse(words, Parsing);
        }
        try
        {
            shared.ApplyColour(result);
            return result.Errors.Count > 0 ? Refuse(result) : Invoke(result, shared);
        }
        catch (UsageError error)
        {
            return Fail(error.Message, error.Hint);
        }
        catch (ConfigException error)
        {
            return ConfigFailure.Print(error, shared.Verbosity(result));
        }
        catch (PythonUnavailable error)
        {
            PrintError(error, 0);
            return ExitCode.NoPython;
        }
        catch (Exception error)
        {
            PrintError(error, shared.Verbosity(result));
            return ExitCode.Unexpected;
        }
    }

    /// <summary>One clear message; the stack only for those who ask.</summary>
    public static void PrintError(Exception error, int verbosity)
    {
        var isPlain = error is IOException or FormatException or UnauthorizedAccessException or PythonUnavailable;
        Print(error.Message, verbosity > 0 || isPlain ? null : "-v shows where it happened");
        if (verbosity > 0)
        {
            Console.Error.WriteLine(error);
        }
    }

    /// <summary>All commands and options, for those who list them.</summary>
    public static RootCommand Root(SharedOptions shared)
    {
        var root = new RootCommand(Description);
        var groups = Groups(shared).ToList();
        foreach (var command in groups.SelectMany(group => group.Commands))
        {
            root.Add(command);
        }
        shared.AddTo(root);
        var help = new HelpText(Console.Out, groups);
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage(help);
        root.SetAction(_ =>
        {
            help.Write(root);
            return ExitCode.Usage;
        });
        return root;
    }

    private static int Invoke(ParseResult result, SharedOptions shared)
    {
        shared.ApplyEnvironment(result);
        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static int Refuse(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (command is not RootCommand)
        {
            return Fail(ParserMessage.Plain(OneLine(result.Errors[0].Message), command.Name), $"compose {command.Name} --help");
        }
        var unknown = result.UnmatchedTokens.FirstOrDefault(word => !word.StartsWith('-'));
        var near = unknown is null ? null : Similar.To(unknown, command.Subcommands.Select(other => other.Name));
        return Fail(
            unknown is null ? OneLine(result.Errors[0].Message) : $"'{unknown}' is not a command",
            near is null ? "compose --help" : $"did you mean compose {near}?");
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int Fail(string message, string? hint)
    {
        Print(message, hint);
        return ExitCode.Usage;
    }

    private static void Print(string message, string? hint)
    {
        Console.Error.WriteLine($"{Ansi.Error.Bold("compose")}: {Ansi.Error.Red("error")}: {message}");
        if (hint is not null)
        {
            Console.Error.WriteLine($"  {Ansi.Error.Cyan("hint:")} {hint}");
        }
    }
}
