// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Finds a module's file as Python's path finder would, without importing its packages.</summary>
internal static class PythonModule
{
    private static readonly HashSet<string> BuiltIn =
        ["builtins", "sys", "time", "itertools", "marshal", "gc", "errno", "posix", "atexit", "math", "array", "_thread"];

    /// <summary>Whether the interpreter carries it inside.</summary>
    public static bool IsBuiltIn(string name) => BuiltIn.Contains(name);

    /// <summary>Whether a directory of <c>sys.path</c>, or a zip file there (which is not opened: yes), holds the module.</summary>
    public static bool Exists(string directory, ReadOnlySpan<string> parts)
    {
        // Stock Python names a python311.zip that does not exist; a zip or an egg that does is beyond a look at files.
        if (File.Exists(directory))
        {
            return true;
        }
        foreach (var package in parts[..^1])
        {
            directory = Path.Combine(directory, package);
            if (!Directory.Exists(directory))
            {
                return false;
            }
        }
        return IsModule(directory, parts[^1]);
    }

    /// <summary>Whether a package is an editable installation of setuptools, whose import hook knows where it is.</summary>
    public static bool IsEditable(string directory, string package) =>
        Directory.Exists(directory)
        && Directory.EnumerateFiles(directory, "__editable___*_finder.py").Any(hook => File.ReadAllText(hook).Contains($"'{package}':", StringComparison.Ordinal));

    private static bool IsModule(string directory, string name) =>
        Directory.Exists(Path.Combine(directory, name))
        || File.Exists(Path.Combine(directory, name + ".py"))
        || File.Exists(Path.Combine(directory, name + ".pyc"))
        || (Directory.Exists(directory) && Directory.EnumerateFiles(directory, name + ".*.so").Any())
        || File.Exists(Path.Combine(directory, name + ".so"));
}
