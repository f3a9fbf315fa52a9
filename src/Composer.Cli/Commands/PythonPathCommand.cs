// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Packaging;

namespace Composer.Cli.Commands;

/// <summary><c>compose python-path</c>: where Python finds <c>wsgi_composer</c>.</summary>
internal static class PythonPathCommand
{
    private const string Description = """
        Print the folder for PYTHONPATH, with which Python servers find wsgi_composer.

        PYTHONPATH=$(compose python-path) gunicorn 'wsgi_composer:loadapp("config:/srv/site.ini")'
        PYTHONPATH=$(compose python-path --stand-in) pserve site.ini
        """;

    public static Command Create()
    {
        var entryPoints = new Option<bool>("--entry-points") { Description = "Print the entry points of the C# components instead." };
        var standIn = new Option<bool>("--stand-in") { Description = "The folder with which tools that import paste.deploy get Composer's." };
        var command = new Command("python-path", Description) { entryPoints, standIn };
        command.SetAction(result =>
        {
            if (result.GetValue(entryPoints))
            {
                Console.Out.Write(EntryPointsText.Of(Components.Registry().Components));
                return ExitCode.Ok;
            }
            PythonFolder.Register();
            var folder = PythonFolder.Location;
            Console.Out.WriteLine(result.GetValue(standIn) ? $"{Path.Combine(folder, "wsgi_composer", "stand_in")}{Path.PathSeparator}{folder}" : folder);
            return ExitCode.Ok;
        });
        return command;
    }
}
