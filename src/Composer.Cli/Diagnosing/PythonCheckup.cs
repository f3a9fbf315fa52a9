// SPDX-License-Identifier: MIT
using Composer.Python;

namespace Composer.Cli.Diagnosing;

/// <summary>The Python that would run, without starting it.</summary>
internal static class PythonCheckup
{
    public static IReadOnlyList<Finding> Findings(string? python)
    {
        Interpreter found;
        try
        {
            found = PythonLocator.Find(python);
        }
        catch (PythonUnavailable error)
        {
            return [new Finding(Health.Bad, "python", error.Message.ReplaceLineEndings(" "))];
        }
        var packages = new PythonPackages(() => found.Path);
        var distributions = packages.Distributions.ToList();
        var points = distributions.Sum(distribution => distribution.EntryPoints.Count(point => Listing.Plugins.Kind(point) is not null));
        return
        [
            new Finding(Health.Good, "python", $"{found.Version}, {found.Executable}"),
            Environment(found),
            Library(found),
            new Finding(Health.Good, "gil", found.FreeThreaded ? "none: a free-threaded build" : "one, shared by all Python threads"),
            new Finding(Health.Good, "entry points", $"{points} of Paste's kinds in {distributions.Count} distributions"),
        ];
    }

    private static Finding Environment(Interpreter found) =>
        File.Exists(Path.Combine(found.Prefix, "pyvenv.cfg"))
            ? new Finding(Health.Good, "venv", found.Prefix)
            : new Finding(Health.Note, "venv", $"none; packages come from {found.Prefix}");

    private static Finding Library(Interpreter found)
    {
        try
        {
            return new Finding(Health.Good, "libpython", found.Library());
        }
        catch (PythonUnavailable error)
        {
            return new Finding(Health.Bad, "libpython", error.Message.ReplaceLineEndings(" "));
        }
    }
}
