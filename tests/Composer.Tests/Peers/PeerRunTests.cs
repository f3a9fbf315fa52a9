// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.Json;
using Composer.Tests.Architecture;

namespace Composer.Tests.Peers;

/// <summary>The script that compares servers works; what it measures here means nothing.</summary>
public sealed class PeerRunTests
{
    private static readonly string[] Programs = ["/usr/bin/wrk", "/usr/bin/waitress-serve"];

    [SkippableFact]
    public void One_short_round_prints_a_table_and_writes_json()
    {
        foreach (var program in Programs)
        {
            Skip.IfNot(File.Exists(program), $"{program} is not installed");
        }
        var json = Path.GetTempFileName();
        try
        {
            var table = Run("--only", "hello", "--peers", "compose,waitress", "--rounds", "1", "--seconds", "1", "--warm-up", "0", "--json", json);
            var results = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("results").EnumerateArray().ToArray();

            Assert.Contains("hello: 13 bytes", table);
            Assert.Equal(["compose", "waitress", "compose without Python"], results.Select(row => row.GetProperty("server").GetString()));
            Assert.All(results, row => Assert.True(row.GetProperty("requests_per_second").GetDouble() > 0));
            Assert.All(results, row => Assert.Equal(0, row.GetProperty("errors").GetInt32()));
        }
        finally
        {
            File.Delete(json);
        }
    }

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.At("tests/peers/run"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output;
    }
}
