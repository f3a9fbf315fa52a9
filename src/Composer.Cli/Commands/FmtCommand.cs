// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Text;
using Composer.Cli.Writing;
using Composer.Config;

namespace Composer.Cli.Commands;

/// <summary><c>compose fmt</c>: lays a config out anew without changing what it means.</summary>
internal sealed class FmtCommand
{
    private readonly Argument<string[]> _words = SharedOptions.NewWords();

    private readonly Option<bool> _check = new("--check") { Description = "Print nothing but the file's name, and exit with 1, if it would change." };

    private readonly Option<bool> _diff = new("--diff") { Description = "Print what would change." };

    private readonly Option<bool> _write = new("--write", "-w") { Description = "Write the file instead of printing it." };

    private readonly Option<string?> _format = new("--format") { Description = "ini, toml or yaml; without it the file's suffix says so, and standard input (-) is ini.", HelpName = "FORMAT" };

    private FmtCommand() => _format.AcceptOnlyFromAmong("ini", "toml", "yaml");

    public static Command Create(SharedOptions shared)
    {
        var fmt = new FmtCommand();
        var command = new Command("fmt", "Lay a config out anew: blanks, empty lines, indentation. - is standard input.") { fmt._words, fmt._check, fmt._diff, fmt._write, fmt._format };
        command.SetAction(result => fmt.Run(shared.Read(result, fmt._words), result));
        return command;
    }

    private int Run(Arguments arguments, ParseResult result)
    {
        var path = arguments.Config.Path;
        var isInput = path == ConfigText.StandardInput;
        if (isInput && result.GetValue(_write))
        {
            throw new UsageError("standard input cannot be written", "compose fmt -w FILE");
        }
        var bytes = ConfigText.Read(path);
        var name = isInput ? "<stdin>" : path;
        var format = result.GetValue(_format) is { } word ? Enum.Parse<ConfigFormat>(word, ignoreCase: true) : ConfigReader.FormatOf(name);
        var problems = new DiagnosticList();
        var text = ConfigFormatter.Format(bytes, format, name, problems);
        return text is null ? throw new ConfigException(problems.Sorted()) : Finish(result, path, name, Encoding.UTF8.GetString(bytes), text);
    }

    private int Finish(ParseResult result, string path, string name, string before, string after)
    {
        var (check, diff, write) = (result.GetValue(_check), result.GetValue(_diff), result.GetValue(_write));
        if (before == after)
        {
            Console.Out.Write(check || diff || write ? "" : after);
            return ExitCode.Ok;
        }
        if (diff)
        {
            LineDiff.Write(Console.Out, Ansi.Out, name, before, after);
        }
        if (write)
        {
            AtomicFile.Write(path, after);
        }
        if (check && !diff)
        {
            Console.Out.WriteLine(name);
        }
        if (!check && !diff && !write)
        {
            Console.Out.Write(after);
        }
        return check ? ExitCode.Unexpected : ExitCode.Ok;
    }
}
