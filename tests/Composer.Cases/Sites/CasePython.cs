// SPDX-License-Identifier: MIT
using Composer.Cli;
using Composer.Python;

namespace Composer.Cases.Sites;

/// <summary>The one Python of the process, with the apps of <c>case-python/</c> on its path.</summary>
internal static class CasePython
{
    private const string Debians = "/usr/bin/python3";

    /// <summary>What Python code logs; the site whose case runs listens.</summary>
    public static SiteLog Log { get; } = new();

    /// <summary>Where the apps are.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "case-python");

    public static EmbeddedPython Embedded { get; } = new(() => Name, [], () => new PythonOptions { Threads = 8 }, Log, AddFolder);

    private static string? Name => Environment.GetEnvironmentVariable("COMPOSER_PYTHON") ?? (File.Exists(Debians) ? Debians : null);

    // Where Python runs already, its path is as it is.
    private static void AddFolder(PythonHost host) => host.Call(host.Import("sys:path.insert"), [0, Folder], []);
}
