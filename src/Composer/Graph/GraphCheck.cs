// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>All that can be said about a graph without building it: errors, dropped keys, misspelt and unused sections.</summary>
internal sealed class GraphCheck
{
    // While one of these stands, nobody knows what else is used.
    private static readonly string[] BrokenReferences = ["no-such-section", "app-in-the-middle", "ambiguous-section", "missing-setting", "use-cycle", "unknown-kind"];

    private static readonly string[] ForeignKinds = ["loggers", "handlers", "formatters", "pserve", "composer"];

    private readonly DiagnosticList _found = new();
    private readonly HashSet<Node> _seen = [];

    private readonly bool _hasMain;

    private GraphCheck(Graph graph) => _hasMain = graph.Objects.Any(found => found is { Kind: ObjectKind.App, Name: "main" });

    /// <param name="graph">The graph.</param>
    /// <param name="reached">Sections that others refer to; complete once all objects are resolved.</param>
    public static IReadOnlyList<Diagnostic> Of(Graph graph, Reached reached)
    {
        var check = new GraphCheck(graph);
        check._found.AddRange(graph.Document.Problems);
        foreach (var found in graph.Objects.Where(found => !Reference.LooksLikeUri(found.Name)))
        {
            check.Look(found.Node, DependsOnUser(graph, found));
        }
        if (graph.Document.Failure is null)
        {
            check.LookAtSections(graph, reached);
            check.LookForMain(graph);
        }
        return check._found.Sorted();
    }

    /// <summary>Whether a problem may vanish where an object is used: a <c>get</c> finds what the user's section sets. It is looked at there too.</summary>
    public static Func<Diagnostic, bool> DependsOnUser(Graph graph, GraphObject found) =>
        found.Name != "main" && graph.IsReached(found) ? problem => problem.Python is { Type: "KeyError" } : _ => false;

    private void Look(Node node, Func<Diagnostic, bool> isExcused)
    {
        if (!_seen.Add(node))
        {
            return;
        }
        if (node is ErrorNode error)
        {
            _found.AddRange(error.Diagnostics.Where(problem => !isExcused(problem)));
        }
        foreach (var dropped in node.Dropped)
        {
            _found.Add(Warning(node, dropped));
        }
        foreach (var part in Parts.Of(node))
        {
            Look(part, isExcused);
        }
    }

    private static Diagnostic Warning(Node node, Dropped dropped)
    {
        if (dropped.Shadow is not { } shadow)
        {
            return new Diagnostic(Severity.Warning, dropped.Source, "dropped-key", $"'{dropped.Key}' has no effect: what {node.Section} uses is a pipeline, which takes no settings");
        }
        var who = dropped.Key is "here" or "__file__" ? "every file has that key"
            : shadow.Line == 0 ? "the caller sets it too"
            : $"{WrittenForm.OfSection(shadow.File, "DEFAULT")} sets it too ({shadow.File}:{shadow.Line})";
        return new Diagnostic(Severity.Warning, dropped.Source, "dropped-key", $"'{dropped.Key}' has no effect: {who}", $"write '{WrittenForm.OfSetting(dropped.Source.File, "set " + dropped.Key, "…")}' to change it below this section, or rename one of the two");
    }

    private void LookAtSections(Graph graph, Reached reached)
    {
        var unused = new List<Diagnostic>();
        foreach (var section in graph.Document.Sections)
        {
            if (SectionKind.MeantHeader(section) is { } meant)
            {
                Misspelt(section, meant);
            }
            else if (!KindRules.SectionKinds.Contains(section.Kind))
            {
                Foreign(section);
            }
            else if (section.Name is null)
            {
                var isMissed = !_hasMain && section.Kind is not ("filter" or "server");
                _found.Add(new Diagnostic(isMissed ? Severity.Error : Severity.Warning, section.Source, "unnamed-section", $"{section.Title} cannot be loaded by name", $"write {WrittenForm.OfSection(section.Source.File, section.Header + ":main")}"));
            }
            else if (Reference.LooksLikeUri(section.Name))
            {
                _found.Add(new Diagnostic(Severity.Warning, section.Source, "unreachable-section", $"nothing can refer to {section.Title}: '{section.Name}' is taken for a URI", "rename it without the colon"));
            }
            else if (!reached.Contains(section) && section.Name != "main" && section.Kind != "server" && !IsReachedByName(section))
            {
                unused.Add(new Diagnostic(Severity.Hint, section.Source, "unused-section", $"nothing refers to {section.Title}"));
            }
        }
        if (!_found.Any(problem => problem.Severity == Severity.Error && BrokenReferences.Contains(problem.Code)))
        {
            _found.AddRange(unused);
        }
    }

    /// <summary>Without an app of its own called main, a file is a library: its apps are for others.</summary>
    private bool IsReachedByName(Section section) =>
        section.Kind != "filter" && !_hasMain;

    /// <summary>Main is what serve takes; a file without it may be a library, or a mistake.</summary>
    private void LookForMain(Graph graph)
    {
        if (_hasMain || _found.HasErrors)
        {
            return;
        }
        var file = new Source(graph.Document.File);
        if (graph.Objects.Count == 0)
        {
            _found.Error(file, "no-such-section", "the file has no app, filter or server", $"write {WrittenForm.OfSection(file.File, "app:main")} and what makes it, or begin with compose init");
            return;
        }
        var names = graph.Objects.Where(found => found.Kind == ObjectKind.App && !Reference.LooksLikeUri(found.Name)).Select(found => found.Name).ToList();
        if (Similar.To("main", names) is { } near)
        {
            _found.Warning(file, "no-such-section", "there is no app 'main', which is the one that is served", $"did you mean 'main' where {graph.Objects.First(found => found.Name == near).Node.Source} has '{near}'?");
        }
        else if (names.Count > 0)
        {
            _found.Add(new Diagnostic(Severity.Hint, file, "no-such-section", "there is no app 'main': commands need the name of the app that is meant", $"compose serve {file.File}#{names[0]}"));
        }
    }

    // As in Paste Deploy it does no harm where nobody misses it. Who misses it tells.
    private void Misspelt(Section section, string meant)
    {
        var isMain = meant.EndsWith(":main", StringComparison.Ordinal) && !_hasMain;
        if (isMain || !_found.Any(problem => problem is { Code: "no-such-section", Hint: { } hint } && hint.EndsWith($"{section.Source.File}:{section.Source.Line} has {section.Title}?", StringComparison.Ordinal)))
        {
            _found.Add(new Diagnostic(isMain ? Severity.Error : Severity.Warning, section.Source, "unknown-kind", $"{section.Title} is not a section kind", $"did you mean {WrittenForm.OfSection(section.Source.File, meant)}?"));
        }
    }

    private void Foreign(Section section)
    {
        if (section.Header.Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            _found.Warning(section.Source, "unknown-kind", $"{section.Title} is not a section kind", "did you mean [DEFAULT]?");
            return;
        }
        var prefix = section.Kind.Split('_')[0];
        if (!section.Kind.StartsWith("x-", StringComparison.Ordinal) && !ForeignKinds.Contains(section.Kind) && !ForeignKinds.Contains(prefix + "s"))
        {
            _found.Add(new Diagnostic(Severity.Hint, section.Source, "foreign-section", $"{section.Title} belongs to another tool; Composer ignores it"));
        }
    }
}
