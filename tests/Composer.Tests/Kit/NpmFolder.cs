// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using Composer.Tests.Architecture;

namespace Composer.Tests;

/// <summary>Node scripts with the packages that they need: a folder of the tests with package.json and package-lock.json, installed once into <c>.build/npm</c>.</summary>
/// <param name="source">The folder, relative to the repository's root.</param>
internal sealed class NpmFolder(string source)
{
    private readonly Lazy<string> _folder = new(() => Install(Repository.At(source)));

    /// <summary>Where everything is installed. Skips the test where Node or the packages are not to be had.</summary>
    public string Path => _folder.Value;

    /// <summary>Runs a script of the folder.</summary>
    /// <param name="script">Its name.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="arguments">What follows its name.</param>
    public string Run(string script, string input, params string[] arguments)
    {
        var (exitCode, output, error) = Tool.Run("node", Path, input, [System.IO.Path.Combine(Path, script), .. arguments]);
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}:\n{error}{output}");
        return output;
    }

    private static string Install(string source)
    {
        Skip.IfNot(IsOnPath("node") && IsOnPath("npm"), "node and npm are not installed");
        var key = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(System.IO.Path.Combine(source, "package-lock.json"))))[..16];
        var folder = Repository.At(".build", "npm", $"{System.IO.Path.GetFileName(source)}-{key}");
        if (!Directory.Exists(folder))
        {
            var fresh = $"{folder}.{Environment.ProcessId}";
            Directory.CreateDirectory(fresh);
            CopyFiles(source, fresh);
            var (exitCode, output, error) = Tool.Run("npm", fresh, "", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            Skip.If(exitCode != 0, $"npm ci failed:\n{error}{output}");
            Directory.Move(fresh, folder);
        }
        CopyFiles(source, folder);
        return folder;
    }

    private static void CopyFiles(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)), overwrite: true);
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(System.IO.Path.Combine(folder, program)));
}
