// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Completing;

/// <summary>The script for bash; it needs no bash-completion package.</summary>
internal static class BashCompletion
{
    public static string Of(CompletionWords words)
    {
        var script = new StringBuilder("""
            # bash completion for compose
            _compose() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= options= values= i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                        COMMANDS) command=${COMP_WORDS[i]}; break ;;
                    esac
                done
                case $command in

            """.Replace("COMMANDS", string.Join('|', words.Commands.Select(command => command.Name)), StringComparison.Ordinal));
        foreach (var command in words.Commands)
        {
            script.Append($"        {command.Name}) options='{Names(command.Options)}' values='{string.Join(' ', command.Values)}' ;;\n");
        }
        script.Append("    esac\n    case $before in\n");
        foreach (var option in words.Commands.SelectMany(command => command.Options).Concat(words.Shared).Where(option => option.TakesValue).DistinctBy(option => option.Names[0]))
        {
            var reply = option.Values.Count > 0 ? $"compgen -W '{string.Join(' ', option.Values)}' -- \"$word\"" : "compgen -f -- \"$word\"";
            script.Append($"        {string.Join('|', option.Names)}) mapfile -t COMPREPLY < <({reply}); return ;;\n");
        }
        return script.Append($$"""
                esac
                if [[ $word == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options {{Names(words.Shared)}}" -- "$word")
                elif [[ -z $command ]]; then
                    mapfile -t COMPREPLY < <(compgen -W '{{string.Join(' ', words.Commands.Select(command => command.Name))}}' -- "$word")
                elif [[ -n $values ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
                else
                    mapfile -t COMPREPLY < <(compgen -f -- "$word")
                fi
            }
            complete -o filenames -F _compose compose

            """).ToString();
    }

    private static string Names(IEnumerable<OptionWords> options) => string.Join(' ', options.SelectMany(option => option.Names));
}
