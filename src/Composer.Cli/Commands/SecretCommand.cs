// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using Composer.Cli.Writing;

namespace Composer.Cli.Commands;

/// <summary><c>compose secret</c>: a secret that nobody guesses.</summary>
internal static class SecretCommand
{
    private const int Fewest = 16;
    private const int Most = 1024;

    private const string Description = """
        Print a new secret, for settings such as 'secret' and 'encrypt_key'.

        compose secret -o site.key                   into a file that only you can read;
                                                     then, in the config: secret = file:site.key
        SITE_KEY=$(compose secret) compose serve     into a variable; then: secret = env:SITE_KEY
        """;

    public static Command Create()
    {
        var bytes = new Option<int>("--bytes") { Description = $"How many random bytes it is made of; {Fewest} to {Most}.", HelpName = "N", DefaultValueFactory = _ => 32 };
        var output = new Option<string?>("--output", "-o") { Description = "Write it to a file that only its owner can read (mode 0600). What exists is not overwritten.", HelpName = "FILE" };
        var command = new Command("secret", Description) { bytes, output };
        command.SetAction(result => Run(result.GetValue(bytes), result.GetValue(output)));
        return command;
    }

    private static int Run(int bytes, string? path)
    {
        if (bytes is < Fewest or > Most)
        {
            throw new UsageError($"--bytes must be {Fewest} to {Most}, not {bytes}", "compose secret");
        }
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes)) + "\n";
        if (path is null)
        {
            Console.Out.Write(secret);
            return ExitCode.Ok;
        }
        if (File.Exists(path))
        {
            throw new UsageError($"'{path}' exists, and what it holds may be in use", $"to replace a secret, put the new one before the old: compose secret -o {Newer(path)}, then one line for each in the config");
        }
        AtomicFile.WritePrivate(path, secret);
        Console.Error.WriteLine($"{Ansi.Error.Green("wrote")} {path}; write into the config: secret = file:{path}");
        return ExitCode.Ok;
    }

    private static string Newer(string path) => Path.ChangeExtension(path, null) + "-2" + Path.GetExtension(path);
}
