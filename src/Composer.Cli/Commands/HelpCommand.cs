// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Config;

namespace Composer.Cli.Commands;

/// <summary><c>compose help</c>: what an error code means, or the page of a command.</summary>
internal static class HelpCommand
{
    private const string Description = """
        Explain an error code, or a command.

        compose help no-such-section
        compose help serve
        """;

    public static Command Create()
    {
        var word = new Argument<string?>("CODE|COMMAND") { Description = "A code of check, or a command. Without it: all codes.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("help", Description) { word };
        command.SetAction(result => Run(result, result.GetValue(word)));
        return command;
    }

    private static int Run(ParseResult result, string? word)
    {
        var commands = result.RootCommandResult.Command.Subcommands;
        if (word is null)
        {
            Console.Out.WriteLine($"The codes that compose check prints (compose help CODE explains one; compose --help lists the commands):\n\n  {string.Join("\n  ", ErrorPage.Codes)}");
            return ExitCode.Ok;
        }
        if (ErrorPage.Find(word) is { } paragraph)
        {
            Console.Out.WriteLine($"{Ansi.Out.Bold(word)}\n\n{string.Join('\n', HelpText.Wrapped(paragraph))}");
            return ExitCode.Ok;
        }
        if (commands.Any(command => command.Name == word))
        {
            return result.RootCommandResult.Command.Parse([word, "--help"]).Invoke();
        }
        var near = Similar.To(word, ErrorPage.Codes.Concat(commands.Select(command => command.Name)));
        throw new UsageError($"'{word}' is neither an error code nor a command", near is null ? "compose help lists the codes" : $"did you mean compose help {near}?");
    }
}
