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
        try
        {
            return CommandLine.Run(args);
        }
        catch (IOException)
        {
            return ExitCode.Unexpected; // not even why can be told: nobody reads it, or the disk is full
        }
    }
}
