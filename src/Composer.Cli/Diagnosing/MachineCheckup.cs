// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Runtime.InteropServices;

namespace Composer.Cli.Diagnosing;

/// <summary>The command itself, .NET, the system, and the environment variables that matter.</summary>
internal static class MachineCheckup
{
    private const int FewDescriptors = 4096;
    private static readonly string[] Variables = ["VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PORT", "NO_COLOR", "DOTNET_ROOT", "LISTEN_FDS"];

    public static IEnumerable<Finding> Findings()
    {
        yield return new Finding(Health.Good, "composer", $"{ProductVersion.Text}, {AppContext.BaseDirectory}");
        yield return new Finding(Health.Good, "dotnet", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        yield return new Finding(Health.Good, "system", $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        if (Descriptors() is { } limit)
        {
            yield return limit < FewDescriptors
                ? new Finding(Health.Poor, "files", $"at most {limit} open files, so fewer connections: ulimit -n 65536, or LimitNOFILE= of the unit")
                : new Finding(Health.Good, "files", $"at most {limit} open files");
        }
        if (Environment.IsPrivilegedProcess)
        {
            yield return new Finding(Health.Poor, "user", "root: a site should run as a user of its own");
        }
        var set = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => Variables.Contains(name) || name.StartsWith("COMPOSE_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (set.Count > 0)
        {
            yield return new Finding(Health.Note, "environment", string.Join(" ", set.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")));
        }
        if (Environment.GetEnvironmentVariable("PYTHONHOME") is { Length: > 0 })
        {
            yield return new Finding(Health.Poor, "environment", "PYTHONHOME is set: it breaks virtual environments; unset it");
        }
    }

    private static int? Descriptors()
    {
        const string Limits = "/proc/self/limits";
        var line = File.Exists(Limits) ? File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return int.TryParse(words.ElementAtOrDefault(3), CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
