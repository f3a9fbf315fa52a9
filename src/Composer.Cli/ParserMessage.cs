// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Config;

namespace Composer.Cli;

/// <summary>Says in the words of our other messages what System.CommandLine says in its own.</summary>
internal static partial class ParserMessage
{
    /// <summary>The message, in one line and without the names of .NET types.</summary>
    /// <param name="message">What the parser says.</param>
    /// <param name="command">The command that was given.</param>
    public static string Plain(string message, string command)
    {
        if (NoNumber().Match(message) is { Success: true } number)
        {
            return $"{number.Groups[2]} takes a number, not '{number.Groups[1]}'";
        }
        if (NoArgument().Match(message) is { Success: true } argument)
        {
            return $"compose {command} needs {argument.Groups[1]}";
        }
        if (NoValue().Match(message) is { Success: true } option)
        {
            return $"{option.Groups[1]} needs a value";
        }
        if (NoWord().Match(message) is { Success: true } word)
        {
            var known = word.Groups[2].Value.Split('\'', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var near = Similar.To(word.Groups[1].Value, known);
            return $"'{word.Groups[1]}' is none of {string.Join(", ", known)}{(near is null ? "" : $"; did you mean {near}?")}";
        }
        return message;
    }

    [GeneratedRegex(@"^Cannot parse argument '(.*)' for option '(.*)' as expected type")]
    private static partial Regex NoNumber();

    [GeneratedRegex(@"^Required argument '(.*)' missing for command")]
    private static partial Regex NoArgument();

    [GeneratedRegex(@"^Required argument missing for option: '(.*)'")]
    private static partial Regex NoValue();

    [GeneratedRegex(@"^Argument '(.*)' not recognized\. Must be one of: (.*)$")]
    private static partial Regex NoWord();
}
