// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Conformance.PythonServers;

/// <summary>What was seen on one server, kept in <c>tests/cases/python-servers</c>: a line for each exchange that goes otherwise there, with its reason.</summary>
internal sealed class ServerReport(string name)
{
    private const string Unknown = "?";

    private readonly SortedDictionary<(string Exchange, string Kind), string> _deviations = new();
    private readonly Dictionary<string, int> _rows = [];

    public static string Folder => Repository.At("tests", "cases", "python-servers");

    public static bool IsUpdating => System.Environment.GetEnvironmentVariable("UPDATE_CASES") == "1";

    public string Name => name;

    /// <summary>The deviations as <c>exchange | kind | reason</c>.</summary>
    public IEnumerable<(string Exchange, string Kind, string Reason)> Deviations => _deviations.Select(entry => (entry.Key.Exchange, entry.Key.Kind, entry.Value));

    /// <summary>How many exchanges of a kind there were.</summary>
    public int Rows(string kind) => _rows.GetValueOrDefault(kind);

    /// <summary>What was approved, or null.</summary>
    public static ServerReport? Expected(string name)
    {
        var file = Path.Combine(Folder, name + ".txt");
        if (!File.Exists(file))
        {
            return null;
        }
        var report = new ServerReport(name);
        foreach (var parts in File.ReadLines(file).Select(line => line.Split(" | ")))
        {
            if (parts.Length == 2)
            {
                report._rows[parts[0]] = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
                continue;
            }
            report._deviations[(parts[0], parts[1])] = parts[2];
        }
        return report;
    }

    public bool IsDeviation(string kind, string exchange) => _deviations.ContainsKey((exchange, kind));

    public void Add(string kind, string exchange, string? deviation)
    {
        _rows[kind] = Rows(kind) + 1;
        if (deviation is not null)
        {
            _deviations[(exchange, kind)] = deviation;
        }
    }

    /// <summary>Compares with what was approved, or makes that the new approved one.</summary>
    public void AssertSame(ServerReport? expected, string output)
    {
        if (IsUpdating)
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(Folder, name + ".txt"), Text(key => expected?._deviations.GetValueOrDefault(key) ?? Unknown));
            File.WriteAllText(Path.Combine(Path.GetTempPath(), $"python-server-{name}.log"), $"{Text(key => _deviations[key])}\n{output}");
            return;
        }
        Assert.NotNull(expected);
        var surprises = Deviations.Where(row => !expected.IsDeviation(row.Kind, row.Exchange)).Select(row => $"{row.Kind}: {row.Exchange}: {row.Reason}")
            .Concat(expected.Deviations.Where(row => !IsDeviation(row.Kind, row.Exchange)).Select(row => $"{row.Kind}: {row.Exchange}: goes as it should now"));
        Assert.True(!surprises.Any(), $"{string.Join('\n', surprises)}\n{output}");
        Assert.DoesNotContain(expected.Deviations, row => row.Reason == Unknown);
    }

    private string Text(Func<(string, string), string> reason)
    {
        var text = new StringBuilder();
        foreach (var (kind, count) in _rows)
        {
            text.Append(kind).Append(" | ").Append(count).Append('\n');
        }
        foreach (var key in _deviations.Keys)
        {
            text.Append(key.Exchange).Append(" | ").Append(key.Kind).Append(" | ").Append(reason(key).ReplaceLineEndings(" ")).Append('\n');
        }
        return text.ToString();
    }
}
