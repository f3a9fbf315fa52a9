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
        // Before all else: only a try shows which sections the C# components refer to.
        var tried = graph.Objects.Select(candidate => (Object: candidate, Problems: Tried(graph, candidate))).ToList();
        var found = new DiagnosticList();
        found.AddRange(graph.Diagnostics);
        foreach (var (candidate, problems) in tried.Where(one => !Reference.LooksLikeUri(one.Object.Name)))
        {
            var isExcused = GraphCheck.DependsOnUser(graph, candidate);
            found.AddRange(problems.Where(problem => !isExcused(problem)));
        }
        found.AddRange(workshop.Ways(graph).Of(graph.Objects.Where(candidate => IsOutermost(graph, candidate)).Select(candidate => candidate.Node)));
        found.AddRange(workshop.Secrets.In(graph));
        found.AddRange(graph.Documents.SelectMany(OtherReferences.In));
        var sorted = found.Sorted().DistinctBy(OfOnePlace);
        return AsksLoader(graph) ? [.. sorted.Where(problem => problem.Code != Unused).Select(Softened)] : [.. sorted];
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

    private DiagnosticList Tried(Graph graph, GraphObject candidate)
    {
        var problems = new DiagnosticList();
        workshop.DryBuilder(graph, problems, withModules: true).Try(candidate);
        return problems;
    }

    // A section's wrong key is met again in each section that uses it, a missing variable of [DEFAULT] in each value that has it.
    private static object OfOnePlace(Diagnostic problem) => problem.Code is "unknown-key" or "interpolation-missing" ? problem.Source : problem;

    /// <summary>Whether a Python composite asks its loader for nobody knows what, after setting nobody knows what.</summary>
    private static bool AsksLoader(Graph graph) =>
        graph.Objects.Any(found => found.Node is FactoryNode { IsComposite: true, Children: null, Factory.Scheme: "call" or "import" or "egg" });

    private static Diagnostic Softened(Diagnostic problem) =>
        problem is { Code: NothingSets, Python.Type: "KeyError" } ? problem with { Severity = Severity.Warning } : problem;
}
