// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Commands;
using Composer.Config;

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
        catch (ConfigException error)
        {
            new DiagnosticPrinter(Console.Error, Ansi.Error).Print(error.Diagnostics);
            Console.Error.WriteLine(DiagnosticPrinter.Summary(error.Diagnostics));
            return ExitCode.Config;
        }
    }

    private static RootCommand Root()
    {
        var shared = new SharedOptions();
        var root = new RootCommand(Description) { PluginsCommand.Create() };
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
        Console.Error.WriteLine($"{Ansi.Error.Bold("compose")}: {Ansi.Error.Red("error")}: {message}");
        if (hint is not null)
        {
            Console.Error.WriteLine($"  {Ansi.Error.Cyan("hint:")} {hint}");
        }
        return ExitCode.Usage;
    }
}
