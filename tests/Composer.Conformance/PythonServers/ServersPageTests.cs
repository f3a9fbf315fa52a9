// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Conformance.PythonServers;

/// <summary>The manual's page on Python servers says what was seen on them.</summary>
public sealed class ServersPageTests
{
    private const string Begin = "<!-- generated, UPDATE_CASES=1 dotnet test tests/Composer.Conformance writes it -->\n";
    private const string End = "<!-- end -->";

    private static readonly (string Kind, string Title)[] Kinds = [("csharp", "app in C#"), ("python", "app in Python below C#"), ("mixed", "mixed pipeline")];

    [Fact]
    public void The_table_is_what_the_tests_saw()
    {
        var path = Repository.At("docs", "servers.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var wanted = page[..begin] + Table() + page[end..];
        if (ServerReport.IsUpdating)
        {
            File.WriteAllText(path, wanted);
            return;
        }

        Assert.Equal(wanted, page);
    }

    private static string Table()
    {
        var reports = Directory.GetFiles(ServerReport.Folder, "*.txt").Order(StringComparer.Ordinal).Select(file => ServerReport.Expected(Path.GetFileNameWithoutExtension(file))!).ToList(); // the files are there
        var text = new StringBuilder($"| server | {string.Join(" | ", Kinds.Select(kind => kind.Title))} |\n|---|{string.Concat(Kinds.Select(_ => "---|"))}\n");
        foreach (var report in reports)
        {
            text.Append($"| {report.Name} | {string.Join(" | ", Kinds.Select(kind => Score(report, kind.Kind)))} |\n");
        }
        foreach (var report in reports)
        {
            text.Append($"\n**{report.Name}**\n\n");
            foreach (var exchange in report.Deviations.GroupBy(row => (row.Exchange, row.Reason)))
            {
                var where = exchange.Count() == 1 ? $" ({Kinds.Single(kind => kind.Kind == exchange.Single().Kind).Title})" : "";
                text.Append($"- {exchange.Key.Exchange}{where}: {exchange.Key.Reason}\n");
            }
        }
        return text.ToString();
    }

    private static string Score(ServerReport report, string kind) => report.Rows(kind) == 0 ? "not tried" : $"{report.Rows(kind) - report.Deviations.Count(row => row.Kind == kind)} of {report.Rows(kind)}";
}
