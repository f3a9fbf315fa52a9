// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace Composer.Cli;

/// <summary>Options from the environment: <c>COMPOSE_LOG_LEVEL=debug</c> is <c>--log-level debug</c>, where the command line does not say it.</summary>
internal static class EnvironmentOptions
{
    private const string Prefix = "COMPOSE_";

    /// <summary>The command line with the words that the environment adds, at the place where they belong; null when it adds none.</summary>
    public static IReadOnlyList<string>? Merged(ParseResult result)
    {
        if (!Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            return null;
        }
        var root = result.RootCommandResult.Command;
        var command = result.CommandResult.Command;
        var words = result.Tokens.Select(token => token.Value).ToList();
        if (command != root)
        {
            words.InsertRange(words.IndexOf(command.Name) + 1, Missing(result, command));
        }
        words.InsertRange(0, Missing(result, root));
        return words;
    }

    /// <summary>The variable of an option.</summary>
    public static string NameOf(Option option) => Prefix + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    private static IEnumerable<string> Missing(ParseResult result, Command command) =>
        command.Options.Where(option => result.GetResult(option) is null or { Implicit: true }).SelectMany(Words);

    private static IEnumerable<string> Words(Option option)
    {
        if (Environment.GetEnvironmentVariable(NameOf(option)) is not { Length: > 0 } value || option is System.CommandLine.Help.HelpOption or VersionOption)
        {
            return [];
        }
        if (option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0)
        {
            return value is "0" or "false" or "no" or "off" ? [] : [option.Name];
        }
        return option.ValueType == typeof(string[])
            ? value.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => (string[])[option.Name, part])
            : [option.Name, value];
    }
}
