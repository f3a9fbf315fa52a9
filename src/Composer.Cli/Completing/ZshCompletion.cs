// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Completing;

/// <summary>The script for zsh.</summary>
internal static class ZshCompletion
{
    public static string Of(CompletionWords words)
    {
        var script = new StringBuilder("#compdef compose\n\n_compose() {\n    local context state line\n    local -a shared=(\n");
        Options(script, words.Shared, "        ");
        script.Append("    )\n    _arguments -C $shared '1: :->command' '*:: :->rest'\n    case $state in\n    command)\n        local -a commands=(\n");
        foreach (var command in words.Commands)
        {
            script.Append($"            {Quoted($"{command.Name}:{command.Summary}")}\n");
        }
        script.Append("        )\n        _describe command commands ;;\n    rest)\n        case $words[1] in\n");
        foreach (var command in words.Commands)
        {
            script.Append($"        {command.Name})\n            _arguments $shared \\\n");
            Options(script, command.Options, "                ", " \\");
            script.Append($"                '*: :{(command.Values.Count > 0 ? $"({string.Join(' ', command.Values)})" : "_files")}' ;;\n");
        }
        return script.Append("        esac ;;\n    esac\n}\n\nif [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n    _compose \"$@\"\nelse\n    compdef _compose compose\nfi\n").ToString();
    }

    private static void Options(StringBuilder script, IEnumerable<OptionWords> options, string indent, string end = "")
    {
        foreach (var option in options)
        {
            foreach (var name in option.Names)
            {
                var value = !option.TakesValue ? "" : option.Values.Count > 0 ? $": :({string.Join(' ', option.Values)})" : ": :_files";
                var text = option.Summary.Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
                script.Append($"{indent}{Quoted($"*{name}[{text}]{value}")}{end}\n");
            }
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
