// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Writing;
using Composer.Config;

namespace Composer.Cli.Commands;

/// <summary><c>compose convert</c>: the same config in another format.</summary>
internal static class ConvertCommand
{
    public static Command Create(SharedOptions shared)
    {
        var words = SharedOptions.NewWords();
        var to = new Option<string?>("--to") { Description = "ini, toml or yaml; without it, what the suffix of --output says.", HelpName = "FORMAT" };
        to.AcceptOnlyFromAmong("ini", "toml", "yaml");
        var output = new Option<string?>("--output", "-o") { Description = "Write this file instead of standard output.", HelpName = "FILE" };
        var command = new Command("convert", "Print a config in another format: ini, toml or yaml. Comments and order are kept.") { words, to, output };
        command.SetAction(result => Run(shared.Read(result, words), result.GetValue(to), result.GetValue(output)));
        return command;
    }

    // Any other suffix means INI to whoever reads the file; who asks for site.json expects something else.
    private static bool HasFormat(string file) => ConfigReader.FormatOf(file) != ConfigFormat.Ini || Path.GetExtension(file).ToLowerInvariant() is ".ini" or ".cfg" or ".conf";

    private static int Run(Arguments arguments, string? to, string? output)
    {
        var target = to is not null ? Enum.Parse<ConfigFormat>(to, ignoreCase: true)
            : output is not null && HasFormat(output) ? ConfigReader.FormatOf(output)
            : throw new UsageError("into which format?", $"compose convert {arguments.Config.Path} --to toml");
        var problems = new DiagnosticList();
        var text = ConfigConverter.Convert(ConfigText.Read(arguments.Config.Path), arguments.Config.Path, target, problems);
        if (text is null)
        {
            throw new ConfigException(problems.Sorted());
        }
        if (output is null)
        {
            Console.Out.Write(text);
            return ExitCode.Ok;
        }
        AtomicFile.Write(output, text);
        return ExitCode.Ok;
    }
}
