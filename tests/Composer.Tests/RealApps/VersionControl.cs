// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Tests.RealApps;

/// <summary>A scratch folder, and `hg` and `git` run in it without the user's settings.</summary>
internal sealed class VersionControl : IDisposable
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["HGRCPATH"] = "",
        ["HGUSER"] = "tester",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_AUTHOR_NAME"] = "tester",
        ["GIT_AUTHOR_EMAIL"] = "tester@example.org",
        ["GIT_COMMITTER_NAME"] = "tester",
        ["GIT_COMMITTER_EMAIL"] = "tester@example.org",
        ["LC_ALL"] = "C.UTF-8",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repositories-");

    /// <summary>Absolute path of a name in the folder.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a command; fails with what it said.</summary>
    public string Run(string program, params string[] arguments)
    {
        var (status, output) = Try(program, arguments);
        return status == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {status}:\n{output}");
    }

    /// <summary>Runs a command that may fail.</summary>
    public (int Status, string Output) Try(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
