// SPDX-License-Identifier: MIT
namespace Composer.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["--version"])
        {
            Console.Out.WriteLine($"compose {ProductVersion.Text}");
            return ExitCode.Ok;
        }
        return CommandLine.Run(args);
    }
}
