// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>The objects of a graph that shall run.</summary>
internal sealed class SitePlan
{
    private readonly Graph _graph;
    private readonly Node _app;
    private readonly Node? _server;
    private readonly Conf _serverSettings;

    private SitePlan(Graph graph, Node app, Node? server, Conf serverSettings)
    {
        _graph = graph;
        _app = app;
        _server = server;
        _serverSettings = serverSettings;
    }

    /// <summary>Finds the objects; what cannot be found is an error node.</summary>
    public static SitePlan Resolve(Graph graph, SiteRequest request) =>
        new(graph, graph.App(request.App), request.WithServer ? Server(graph, request.Server) : null, request.ServerSettings);

    /// <summary>Tries everything out that has no effect.</summary>
    public void BindAndCheck(Builder dry)
    {
        dry.App(_app);
        BuildServer(dry);
        if (_app is ErrorNode)
        {
            CheckParts(dry);
        }
    }

    // One part that cannot be found hides the others from the builder; their problems are wanted too.
    private void CheckParts(Builder dry)
    {
        var parts = _graph.Document.Sections.Where(_graph.Reached.Contains).Select(section => (section.Kind, section.Name)).ToList();
        foreach (var found in _graph.Objects.Where(found => parts.Exists(part => part.Name == found.Name && KindRules.Prefixes(found.Kind).Any(group => group.Contains(part.Kind)))))
        {
            dry.Try(found);
        }
    }

    /// <summary>How many Python threads the server's section asks for, or null.</summary>
    public int? ServerThreads(Builder dry) => BuildServer(dry)?.Threads;

    /// <summary>Makes the running objects.</summary>
    public RunningSite Build(Builder builder, DiagnosticList problems)
    {
        var app = builder.CalledApp(_app);
        var server = BuildServer(builder);
        return new RunningSite(app, server, builder.Made) { Pipeline = _app, Warnings = problems.Sorted() };
    }

    private BuiltServer? BuildServer(Builder builder) => _server is null ? null : builder.Server(_server, _serverSettings);

    private static Node Server(Graph graph, string? name)
    {
        var hasMain = graph.Document.Sections.Any(section => section is { Kind: "server", Name: "main" });
        return name is null && !hasMain ? DefaultServer(graph) : graph.Server(name ?? "main");
    }

    /// <summary>Composer's own server, which serves where the config has none.</summary>
    internal static FactoryNode DefaultServer(Graph graph)
    {
        var source = new Source(graph.Document.File);
        return new FactoryNode
        {
            Kind = ObjectKind.Server,
            Name = "main",
            Source = source,
            Factory = new FactoryReference("composer", LegacyServers.Replacement, "", source, ""),
            Scope = graph.Scope,
        };
    }
}
