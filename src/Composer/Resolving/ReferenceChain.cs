// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Tells by which references a site comes to the section that an error is in.</summary>
internal sealed class ReferenceChain
{
    private readonly Graph _graph;
    private readonly Dictionary<string, (int[] Lines, Section[] Sections)> _sections;

    private ReferenceChain(Graph graph)
    {
        _graph = graph;
        _sections = graph.Documents.DistinctBy(document => document.File).ToDictionary(document => document.File, ByLine, StringComparer.Ordinal);
    }

    /// <summary>The same problems; the errors among them carry their chain, where there is one.</summary>
    public static IReadOnlyList<Diagnostic> AddedTo(IReadOnlyList<Diagnostic> found, Graph graph)
    {
        if (!found.Any(problem => problem.Severity == Severity.Error))
        {
            return found;
        }
        var chains = new ReferenceChain(graph);
        return [.. found.Select(problem => problem is { Severity: Severity.Error, Chain: null, Code: not "use-cycle" } ? problem with { Chain = chains.To(problem.Source) } : problem)];
    }

    private static (int[] Lines, Section[] Sections) ByLine(Document document)
    {
        var sections = document.Sections.Append(document.Defaults).OrderBy(section => section.Source.Line).ToArray();
        return ([.. sections.Select(section => section.Source.Line)], sections);
    }

    private string? To(Source place)
    {
        if (SectionAt(place) is not { } section || _graph.Reached.WayTo(section) is not { Count: > 1 } way)
        {
            return null;
        }
        var words = way.Select((step, i) => i > 0 && step.Source.File != way[i - 1].Source.File ? $"{step.Header} ({step.Source.File})" : step.Header);
        return string.Join(" -> ", IsServed(way[0]) ? words.Prepend("server:main") : words);
    }

    private Section? SectionAt(Source place)
    {
        if (place.Line == 0 || !_sections.TryGetValue(place.File, out var file))
        {
            return null;
        }
        var at = Array.BinarySearch(file.Lines, place.Line);
        return file.Sections.ElementAtOrDefault(at < 0 ? ~at - 1 : at);
    }

    private bool IsServed(Section section) =>
        section.Name == "main" && section.Kind != "filter" && section.Source.File == _graph.Document.File && _graph.Document["server:main"] is not null;
}
