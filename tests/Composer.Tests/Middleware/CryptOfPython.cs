// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.Json;

namespace Composer.Tests.Middleware;

/// <summary>The C library's crypt(3), by way of Debian's Python.</summary>
internal static class CryptOfPython
{
    private const string Interpreter = "/usr/bin/python3";

    private const string Program = "import sys, json, warnings; warnings.simplefilter('ignore'); import crypt\n" +
        "passwords, settings = json.loads(sys.argv[1])\n" +
        "print(json.dumps([[p, s, crypt.crypt(p, s)] for p in passwords for s in settings]))";

    public static bool Works => File.Exists(Interpreter) && Run([""], ["ab"]).Count == 1;

    public static IReadOnlyList<(string Password, string Setting, string Hash)> Run(string[] passwords, string[] settings)
    {
        var start = new ProcessStartInfo(Interpreter, ["-c", Program, JsonSerializer.Serialize(new[] { passwords, settings })]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!; // UseShellExecute is off: a process is always started
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode != 0 ? [] : [.. JsonSerializer.Deserialize<string[][]>(output)!.Select(row => (row[0], row[1], row[2]))];
    }
}
