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
        Console.Error.WriteLine("compose: no such command");
        return ExitCode.Usage;
    }
}
