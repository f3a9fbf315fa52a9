// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Commands;
using Composer.Python;

namespace Composer.Cli;

/// <summary>The commands and their options.</summary>
internal static class CommandLine
{
    private const string Description = """
        Serves WSGI sites from one config file, with C# and Python components in one pipeline.

          compose --config site.ini serve             serve it
          compose --config site.ini check             report every problem of it, importing nothing
          compose --config site.ini show              print what it means
          compose plugins                             list the C# components

        Exit codes: 0 ok, 1 unexpected, 2 usage, 3 config, 4 an app failed to load, 5 address in use,
        6 no Python, 7 server died, 130 interrupted, 143 terminated.
        """;

    public static int Run(string[] args)
    {
        var result = Root().Parse(args);
        if (result.Errors.Count > 0)
        {
            return Fail(result.Errors[0].Message, $"{HelpFor(result)} --help");
        }
        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UsageError error)
        {
            return Fail(error.Message, error.Hint);
        }
        catch (PythonUnavailable error)
        {
            PrintError(error, 0);
            return ExitCode.NoPython;
        }
        catch (Exception error)
        {
            PrintError(error, args.Any(word => word is "-v" or "-vv" or "--verbose") ? 1 : 0);
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

    private static RootCommand Root()
    {
        var shared = new SharedOptions();
        var root = new RootCommand(Description) { ServeCommand.Create(shared), CheckCommand.Create(shared), ShowCommand.Create(shared), PluginsCommand.Create() };
        shared.AddTo(root);
        root.SetAction(_ =>
        {
            root.Parse(["--help"]).Invoke();
            return ExitCode.Usage;
        });
        return root;
    }

    private static string HelpFor(ParseResult result)
    {
        var command = result.CommandResult.Command;
        return command is RootCommand ? "compose" : $"compose {command.Name}";
    }

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
