// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Completing;

namespace Composer.Cli.Commands;

/// <summary><c>compose completion</c>: scripts that let shells complete commands and options.</summary>
internal static class CompletionCommand
{
    private const string Description = """
        Print a script that completes commands and options in a shell.

        source <(compose completion bash)                                    in ~/.bashrc
        compose completion zsh > "${fpath[1]}/_compose"
        compose completion fish > ~/.config/fish/completions/compose.fish
        compose completion pwsh | Out-String | Invoke-Expression             in $PROFILE
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", Description) { shell };
        command.SetAction(result =>
        {
            var words = CompletionWords.Of(result.RootCommandResult.Command);
            Console.Out.Write(result.GetValue(shell) switch
            {
                "bash" => BashCompletion.Of(words),
                "zsh" => ZshCompletion.Of(words),
                "fish" => FishCompletion.Of(words),
                _ => PwshCompletion.Of(words),
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
