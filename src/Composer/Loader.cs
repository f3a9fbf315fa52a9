// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Turns a config file into running apps: read, resolve, bind, check, build.</summary>
public sealed class Loader
{
    private readonly Registry _registry;
    private readonly IPython _python;
    private readonly PythonPackages _packages;
    private readonly Workshop _workshop;

    /// <param name="registry">The C# components that configs can name.</param>
    /// <param name="python">The way to Python; asked only when a config needs it.</param>
    /// <param name="services">What components may ask for.</param>
    public Loader(Registry registry, IPython python, Services services)
    {
        _registry = registry;
        _python = python;
        _packages = new PythonPackages(() => python.Installation.Path);
        _workshop = new Workshop(registry, _packages, services);
    }

    /// <summary>Reads a file and those that it includes, and resolves its names as they are asked for. Problems are in the graph.</summary>
    /// <param name="file">The config file, as the user named it.</param>
    /// <param name="variables">What the caller passes: <c>name=value</c>.</param>
    /// <param name="overrides">Settings that count more than those of the file.</param>
    /// <param name="text">An INI text that stands in the place of the file's content, or null.</param>
    /// <exception cref="ConfigException">One of the overrides is for a section that does not exist.</exception>
    public Graph Read(string file, Conf? variables = null, IEnumerable<SettingOverride>? overrides = null, string? text = null)
    {
        var graph = Graph.Load(file, variables, new GraphOptions { EntryPoints = new InstalledEntryPoints(_packages, _registry), Text = text });
        var problems = new DiagnosticList();
        foreach (var setting in graph.Document.Failure is null ? overrides ?? [] : [])
        {
            setting.ApplyTo(graph.Document, problems);
        }
        problems.ThrowIfErrors();
        return graph;
    }

    /// <summary>Builds an app of a config, and its server when one is wanted. Nothing is started.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    /// <param name="request">Which app and server.</param>
    /// <exception cref="ConfigException">Something is wrong with the config; it carries everything that is.</exception>
    public RunningSite Load(Graph graph, SiteRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(request);
        var problems = new DiagnosticList();

        var plan = SitePlan.Resolve(graph, request);
        plan.BindAndCheck(_workshop.DryBuilder(graph, problems, withModules: false));
        ThrowIfErrors(graph, problems);

        var site = plan.Build(_workshop.Builder(graph, _python, problems, request.Lint ? new LintedNodes(request.Trace) : request.Trace), problems);
        ThrowIfErrors(graph, problems);
        return site;
    }

    /// <summary>What the config's <c>[composer]</c> section says; wrong values are reported by <see cref="Load"/> and <see cref="Check"/>.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    public static ComposerOptions Options(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return ComposerSection.Of(graph, []);
    }

    /// <summary>How many Python threads the config asks for, in <c>[composer]</c> or in the section of its server; null when it does not.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    /// <param name="request">Which server.</param>
    public int? Threads(Graph graph, SiteRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(request);
        return Options(graph).Threads ?? SitePlan.Resolve(graph, request).ServerThreads(_workshop.DryBuilder(graph, [], withModules: false));
    }

    /// <summary>Everything that can be said about a config without importing, opening or starting anything, sorted by place.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    public IReadOnlyList<Diagnostic> Check(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return ReferenceChain.AddedTo(new Checker(_workshop).Check(graph), graph);
    }

    /// <summary>The same, and when that finds no error, everything is imported and built, too; nothing is started.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    public IReadOnlyList<Diagnostic> CheckByLoading(Graph graph)
    {
        var found = new DiagnosticList();
        found.AddRange(Check(graph));
        if (!found.HasErrors)
        {
            Checker.Build(graph, _workshop.Builder(graph, _python, found));
        }
        return ReferenceChain.AddedTo(found.Sorted(), graph);
    }

    /// <summary>Which way a request takes through an app of a config. Nothing runs but routers; a Python composite whose settings are paths is taken for one. The problems of the config are in <see cref="Check"/>.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    /// <param name="app">The app's name.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="ConfigException">Something is wrong with the app.</exception>
    public Task<TraceStep?> ExplainAsync(Graph graph, string app, TrialRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(request);
        var problems = new DiagnosticList();
        var explainer = new Explainer();
        var dry = _workshop.DryBuilder(graph, problems, withModules: false, explainer).App(graph.App(app));
        ThrowIfErrors(graph, problems);
        return explainer.FollowAsync(dry, request);
    }

    /// <summary>Imports and builds an app, starting nothing, and tells what its Python composites asked their loaders for.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    /// <param name="app">The app's name.</param>
    /// <exception cref="ConfigException">The app cannot be built.</exception>
    public IReadOnlyList<Asked> AskedFor(Graph graph, string app)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var problems = new DiagnosticList();
        var builder = _workshop.Builder(graph, _python, problems);
        builder.App(graph.App(app));
        ThrowIfErrors(graph, problems);
        return builder.Asked;
    }

    /// <summary>A loader as Python composites are given it, for somebody who asks for one object after the other; each is started when it was made.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    public LoadedObject<IPythonLoader> Objects(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var builder = _workshop.Builder(graph, _python, []);
        var lifetime = new Lifetime(builder.Made);
        return new LoadedObject<IPythonLoader>(new CompositeLoader(graph.Scope, builder) { Lifetime = lifetime }, lifetime);
    }

    /// <summary>Whether a C# component makes an object, be it in the place of a Python one; false where Python does, or nothing.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    /// <param name="node">The object.</param>
    public bool IsNative(Graph graph, FactoryNode node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        return _workshop.Makers(graph, []).Find(node) is NativeMaker or LegacyServerMaker;
    }

    /// <summary>The C# components of a config, each with its section, as <c>filter 'session'</c>: constructed, not started. Nothing of Python is imported.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    /// <exception cref="ConfigException">Something is wrong with the config.</exception>
    public IReadOnlyList<(string Owner, object Component)> Components(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var problems = new DiagnosticList();
        var builder = _workshop.DryBuilder(graph, problems, withModules: false);
        foreach (var found in graph.Objects)
        {
            builder.Try(found);
        }
        ThrowIfErrors(graph, problems);
        return [.. builder.Made.DistinctBy(made => made.Source).Select(made => (made.Owner, made.Instance))];
    }

    /// <summary>Where the settings of an object come from.</summary>
    /// <param name="graph">From <see cref="Read"/>.</param>
    /// <param name="node">The object.</param>
    public IEnumerable<SettingOrigin> Origins(Graph graph, FactoryNode node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        return SettingOrigin.Of(graph, node, (_workshop.Makers(graph, []).Find(node) as NativeMaker)?.Component);
    }

    private static void ThrowIfErrors(Graph graph, DiagnosticList problems)
    {
        if (problems.HasErrors)
        {
            throw new ConfigException(ReferenceChain.AddedTo(problems.Sorted(), graph));
        }
    }
}
