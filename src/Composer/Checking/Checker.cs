// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Everything that <c>compose check</c> says: nothing is imported, opened or started.</summary>
/// <param name="workshop">Makes the builder that tries everything out.</param>
internal sealed class Checker(Workshop workshop)
{
    private const string NothingSets = "missing-setting";
    private const string Unused = "unused-section";

    /// <summary>All problems of all objects of a config, sorted by place.</summary>
    public IReadOnlyList<Diagnostic> Check(Graph graph)
    {
        FindReached(graph);
        var found = new DiagnosticList();
        found.AddRange(graph.Diagnostics);
        foreach (var candidate in graph.Objects.Where(candidate => !Reference.LooksLikeUri(candidate.Name)))
        {
            found.AddRange(ProblemsOf(graph, candidate));
        }
        found.AddRange(workshop.Ways(graph).Of(graph.Objects.Where(candidate => IsOutermost(graph, candidate)).Select(candidate => candidate.Node)));
        found.AddRange(workshop.Secrets.In(graph));
        return AsksLoader(graph) ? [.. found.Sorted().Where(problem => problem.Code != Unused).Select(Softened)] : found.Sorted();
    }

    /// <summary>Builds what nothing else refers to, and so everything.</summary>
    public static void Build(Graph graph, Builder builder)
    {
        foreach (var candidate in graph.Objects.Where(candidate => candidate.Kind != ObjectKind.Server && !graph.IsReached(candidate) && !Reference.LooksLikeUri(candidate.Name)))
        {
            builder.Try(candidate);
        }
    }

    private static bool IsOutermost(Graph graph, GraphObject candidate) =>
        candidate.Kind == ObjectKind.App && (candidate.Name == "main" || !graph.IsReached(candidate));

    /// <summary>Only a try shows which sections the C# components refer to.</summary>
    private void FindReached(Graph graph)
    {
        var dry = workshop.DryBuilder(graph, [], withModules: false);
        foreach (var candidate in graph.Objects)
        {
            dry.Try(candidate);
        }
    }

    private IEnumerable<Diagnostic> ProblemsOf(Graph graph, GraphObject candidate)
    {
        var problems = new DiagnosticList();
        workshop.DryBuilder(graph, problems, withModules: true).Try(candidate);
        var isExcused = GraphCheck.DependsOnUser(graph, candidate);
        return problems.Where(problem => !isExcused(problem));
    }

    /// <summary>Whether a Python composite asks its loader for nobody knows what, after setting nobody knows what.</summary>
    private static bool AsksLoader(Graph graph) =>
        graph.Objects.Any(found => found.Node is FactoryNode { IsComposite: true, Children: null, Factory.Scheme: "call" or "import" or "egg" });

    private static Diagnostic Softened(Diagnostic problem) =>
        problem is { Code: NothingSets, Python.Type: "KeyError" } ? problem with { Severity = Severity.Warning } : problem;
}
