// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;

namespace Composer.Cli.Completing;

/// <summary>What a shell needs to know of the command line.</summary>
/// <param name="Commands">The commands.</param>
/// <param name="Shared">The options of every command.</param>
internal sealed record CompletionWords(IReadOnlyList<CommandWords> Commands, IReadOnlyList<OptionWords> Shared)
{
    /// <summary>Reads it off the commands themselves.</summary>
    public static CompletionWords Of(Command root) => new(
        [.. root.Subcommands.Select(command => new CommandWords(command.Name, HelpText.Summary(command), [.. command.Options.Select(Option)], Values(command)))],
        [.. root.Options.Where(option => option.Recursive).Select(Option)]);

    private static OptionWords Option(Option option) => new(
        [.. option is HelpOption ? ["-h", "--help"] : option.Aliases.Prepend(option.Name)],
        (option.Description ?? "").Split(". ")[0].TrimEnd('.'),
        option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0,
        [.. option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => item.Label)]);

    private static IReadOnlyList<string> Values(Command command) => command.Name switch
    {
        "help" => [.. ErrorPage.Codes, .. command.Parents.OfType<Command>().SelectMany(root => root.Subcommands).Select(other => other.Name)],
        _ => [.. command.Arguments.SelectMany(argument => argument.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty)).Select(item => item.Label)],
    };
}
