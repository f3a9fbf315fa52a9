// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Python;

/// <summary>pyenv's script in the place of an interpreter, and what decides which Python it means: pyenv takes a third of a second to find out.</summary>
internal sealed partial record PyenvShim(IReadOnlyList<string> Files, IReadOnlyList<string> Values)
{
    private const int LongestShim = 4096;
    private static readonly string[] Variables = ["PYENV_VERSION", "PYENV_DIR", "PYENV_HOOK_PATH", "PATH"];

    /// <summary>The shim at a path, or null when something else is there.</summary>
    /// <param name="path">The script.</param>
    /// <param name="directory">The working directory: pyenv looks for <c>.python-version</c> in it and above.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    public static PyenvShim? At(string path, string directory, Func<string, string?> variable)
    {
        var match = new FileInfo(path).Length <= LongestShim ? Text().Match(File.ReadAllText(path)) : Match.Empty;
        if (!match.Success)
        {
            return null;
        }
        var root = match.Groups["root"].Value;
        var folders = variable("PYENV_DIR") is { Length: > 0 } chosen ? Upwards(chosen).Concat(Upwards(directory)) : Upwards(directory);
        return new PyenvShim(
            [path, Path.Combine(root, "version"), Path.Combine(root, "versions"), .. folders.Select(folder => Path.Combine(folder, ".python-version"))],
            [directory, .. Variables.Select(name => $"{name}={variable(name)}")]);
    }

    private static IEnumerable<string> Upwards(string directory)
    {
        for (var folder = Path.GetFullPath(directory); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    [GeneratedRegex("""\A#!.*^export PYENV_ROOT="(?<root>[^"$]+)"$.*^exec ".*pyenv" exec """, RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Text();
}
