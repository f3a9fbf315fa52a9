// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Completing;

/// <summary>The script for PowerShell.</summary>
internal static class PwshCompletion
{
    public static string Of(CompletionWords words)
    {
        var script = new StringBuilder("""
            # PowerShell completion for compose
            Register-ArgumentCompleter -Native -CommandName compose -ScriptBlock {
                param($word, $ast, $position)
                $commands = [ordered]@{

            """);
        foreach (var command in words.Commands)
        {
            var own = command.Options.SelectMany(option => option.Names).Concat(command.Values);
            script.Append($"        {Quoted(command.Name)} = @({string.Join(", ", own.Select(Quoted))})\n");
        }
        return script.Append($$"""
                }
                $shared = @({{string.Join(", ", words.Shared.SelectMany(option => option.Names).Select(Quoted))}})
                $given = $ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" } | Where-Object { $commands.Contains($_) } | Select-Object -First 1
                $words = if ($given -and $given -ne $word) { $commands[$given] + $shared } else { @($commands.Keys) + $shared }
                $words | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }

            """).ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
