// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Everything that <c>compose check</c> says: nothing is imported, opened or started.</summary>
/// <param name="workshop">Makes the builder that tries everything out.</param>
internal sealed class Checker(Workshop workshop)
{
    /// <summary>All problems of all objects of a config, sorted by place.</summary>
    public IReadOnlyList<Diagnostic> Check(Graph graph)
    {
        var problems = new DiagnosticList();
        var dry = workshop.DryBuilder(graph, problems, withModules: true);
        foreach (var found in graph.Objects)
        {
            dry.Try(found);
        }
        // Only now the graph knows which sections the components refer to; what a Python composite asks its loader for, nobody knows.
        var asksLoader = graph.Objects.Any(found => found.Node is FactoryNode { IsComposite: true, Children: null, Factory.Scheme: "call" or "import" or "egg" });
        problems.AddRange(graph.Diagnostics.Where(problem => !asksLoader || problem.Code != "unused-section"));
        return problems.Sorted();
    }
}
