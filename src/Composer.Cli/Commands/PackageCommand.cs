// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Diagnostics;
using Composer.Cli.Packaging;
using Composer.Python;

namespace Composer.Cli.Commands;

/// <summary><c>compose package</c>: a wheel and an sdist of <c>wsgi_composer</c>, with the assemblies of this very build inside.</summary>
internal static class PackageCommand
{
    private const string Description = """
        Write a wheel and an sdist of the Python package wsgi_composer, the C# components inside.

        compose package -o dist && pip install --no-index dist/*.whl
        """;

    public static Command Create(SharedOptions shared)
    {
        var output = new Option<string>("--output", "-o") { Description = "The folder to write to.", HelpName = "DIR", DefaultValueFactory = _ => "dist" };
        var command = new Command("package", Description) { output };
        command.SetAction(result => Run(shared.Python(result), Path.GetFullPath(result.GetValue(output)!))); // it has a default
        return command;
    }

    private static int Run(string? python, string output)
    {
        if (PythonFolder.IsInstalled)
        {
            throw new UsageError("this compose came with the wheel, and a wheel is made from a build", "run ./compose package in a checkout");
        }
        PythonFolder.Register();
        var start = new ProcessStartInfo(PythonLocator.Find(python).Executable, ["-B", Path.Combine(PythonFolder.Location, "build_backend.py"), output]);
        using var process = Process.Start(start)!; // not null without the shell
        process.WaitForExit();
        return process.ExitCode == 0 ? ExitCode.Ok : ExitCode.Unexpected;
    }
}
