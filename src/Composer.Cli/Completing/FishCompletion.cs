// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Completing;

/// <summary>The script for fish.</summary>
internal static class FishCompletion
{
    public static string Of(CompletionWords words)
    {
        var script = new StringBuilder("# fish completion for compose\n");
        foreach (var command in words.Commands)
        {
            script.Append($"complete -c compose -n __fish_use_subcommand -f -a {command.Name} -d {Quoted(command.Summary)}\n");
        }
        foreach (var option in words.Shared)
        {
            Option(script, option, "");
        }
        foreach (var command in words.Commands)
        {
            var condition = $" -n '__fish_seen_subcommand_from {command.Name}'";
            foreach (var option in command.Options)
            {
                Option(script, option, condition);
            }
            if (command.Values.Count > 0)
            {
                script.Append($"complete -c compose{condition} -f -a {Quoted(string.Join(' ', command.Values))}\n");
            }
        }
        return script.ToString();
    }

    private static void Option(StringBuilder script, OptionWords option, string condition)
    {
        var names = string.Concat(option.Names.Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}"));
        var value = !option.TakesValue ? "" : option.Values.Count > 0 ? $" -x -a {Quoted(string.Join(' ', option.Values))}" : " -r";
        script.Append($"complete -c compose{condition}{names}{value} -d {Quoted(option.Summary)}\n");
    }

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
