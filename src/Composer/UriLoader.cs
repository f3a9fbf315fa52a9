// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>Loads single objects by URI, as Paste Deploy's <c>loadapp</c>, <c>loadfilter</c>, <c>loadserver</c> and <c>appconfig</c> do. Nothing is kept: every call reads the files anew.</summary>
/// <param name="registry">The C# components that configs can name.</param>
/// <param name="python">The way to Python.</param>
/// <param name="services">What components may ask for.</param>
public sealed class UriLoader(Registry registry, IPython python, Services services)
{
    private readonly Registry _registry = registry;
    private readonly IPython _python = python;
    private readonly Services _services = services;

    /// <summary>Resolves an object; nothing is imported.</summary>
    /// <returns>The object, or an <see cref="ErrorNode"/>.</returns>
    public Node Find(ObjectKind kind, UriReference reference) => new Visit(this, kind, reference).Node;

    /// <summary>Builds an app; nothing is started.</summary>
    /// <exception cref="ConfigException">It cannot be built.</exception>
    public LoadedObject<IWsgiApp> App(UriReference reference) => new Visit(this, ObjectKind.App, reference).Build(static (builder, node) => builder.App(node));

    /// <summary>Makes a filter, which may be applied to several apps.</summary>
    /// <exception cref="ConfigException">It cannot be made.</exception>
    public LoadedObject<Func<IWsgiApp, IWsgiApp>> Filter(UriReference reference) =>
        new Visit(this, ObjectKind.Filter, reference).Build(static (builder, node) => builder.Filter(node));

    /// <summary>Makes a C# server.</summary>
    /// <exception cref="ConfigException">It cannot be made.</exception>
    public LoadedObject<IWsgiServer> Server(UriReference reference) =>
        new Visit(this, ObjectKind.Server, reference).Build(static (builder, node) => builder.Server(node, new Conf())!.Server); // problems are thrown before it is used

    /// <summary>Where the Python factories of an object are, in the order in which Paste Deploy imports them; C# components have none.</summary>
    /// <exception cref="ConfigException">The object, or one of its factories, does not exist.</exception>
    public IReadOnlyList<PythonFactory> Factories(ObjectKind kind, UriReference reference) => new Visit(this, kind, reference).Factories();

    /// <summary>The attributes of Paste Deploy's LoaderContext: <c>global_conf</c>, <c>local_conf</c>, <c>protocol</c> …</summary>
    /// <exception cref="ConfigException">The object does not exist.</exception>
    public Dictionary<string, object?> Context(ObjectKind kind, UriReference reference) => LoaderContext.Of(new Visit(this, kind, reference).Existing);

    /// <summary>Makes one component from settings alone.</summary>
    /// <param name="component">Which.</param>
    /// <param name="settings">Its settings, and what it may ask of <c>global_conf</c>.</param>
    /// <param name="next">The app that a filter is given.</param>
    /// <param name="child">Finds the apps that its settings name.</param>
    /// <exception cref="ConfigException">The settings are wrong.</exception>
    public LoadedObject<object> Make(Component component, (Conf Local, Conf Global) settings, IWsgiApp? next, Func<string, IWsgiApp> child)
    {
        ArgumentNullException.ThrowIfNull(component);
        var owner = $"{SettingText.Of(component.Kind)} '{component.Name}'";
        var problems = new DiagnosticList();
        var binder = new Binder(component, owner, default, problems, name => child(Blank.Strip(name.Text)), name => new PythonFactories(_python, problems).Callable(owner, name));
        var options = binder.Bind(settings.Local, settings.Global);
        problems.ThrowIfErrors();

        var directory = settings.Global.Text("here") ?? Environment.CurrentDirectory;
        try
        {
            var made = new ComponentFactory(_services, _python).Create(component, options, next, new ComponentInfo(component.Name, directory) { Defaults = PythonArguments.Globals(settings.Global) }, []);
            return new LoadedObject<object>(made, [new Made(made, owner, default)]);
        }
        catch (ArgumentException error)
        {
            var message = PythonFailure.Sentence(error);
            problems.Error(binder.SourceOf(error.ParamName, message), "bad-value", $"{owner}: {message}");
            throw new ConfigException(problems.Sorted());
        }
    }

    /// <summary>One call: its own look at the files and at what is installed.</summary>
    private sealed class Visit
    {
        private readonly IPython _python;
        private readonly Workshop _workshop;
        private readonly Graph? _graph;
        private readonly DiagnosticList _problems = new();

        public Visit(UriLoader loader, ObjectKind kind, UriReference reference)
        {
            _python = loader._python;
            var packages = new PythonPackages(() => _python.Installation.Path, () => _python.Remedy);
            _workshop = new Workshop(loader._registry, packages, loader._services) { NativeServers = false };
            var options = new GraphOptions { EntryPoints = new InstalledEntryPoints(packages, loader._registry) };
            (Node, _graph) = Graph.Find(kind, reference.Uri, reference.Name, reference.RelativeTo, reference.GlobalConf, options);
        }

        public Node Node { get; }

        public Node Existing
        {
            get
            {
                ThrowIfMissing();
                return Node;
            }
        }

        public LoadedObject<T> Build<T>(Func<Builder, Node, T> build)
        {
            ThrowIfMissing();
            build(_workshop.DryBuilder(_graph, _problems, withModules: false), Node);
            ThrowIfErrors();
            var builder = _workshop.Builder(_graph, _python, _problems);
            var built = build(builder, Node);
            ThrowIfErrors();
            return new LoadedObject<T>(built, builder.Made);
        }

        public List<PythonFactory> Factories()
        {
            ThrowIfMissing();
            var makers = _workshop.Makers(_graph, _problems);
            var factories = new List<PythonFactory>();
            Collect(Node);
            ThrowIfErrors();
            return factories;

            void Collect(Node node)
            {
                switch (node)
                {
                    case PipelineNode pipeline:
                        Collect(pipeline.App);
                        pipeline.Filters.ToList().ForEach(Collect);
                        break;
                    case FilterAppNode filterApp:
                        Collect(filterApp.Next);
                        Collect(filterApp.Filter);
                        break;
                    case FilterWithNode filterWith:
                        Collect(filterWith.Next);
                        Collect(filterWith.Filter);
                        break;
                    case FactoryNode factory when makers.Find(factory) is { } maker && PythonFactory.Of(factory, maker) is { } found:
                        factories.Add(found);
                        break;
                }
            }
        }

        // As they were found, not by place: the first is what Paste Deploy raises.
        private void ThrowIfErrors()
        {
            if (_problems.HasErrors)
            {
                throw new ConfigException([.. _problems.Where(found => found.Severity == Severity.Error)]);
            }
        }

        private void ThrowIfMissing()
        {
            if (Node is ErrorNode error)
            {
                var diagnostics = error.Diagnostics.OrderByDescending(found => found.Python == error.Error).ToList();
                diagnostics[0] = diagnostics[0] with { Python = error.Error }; // several parse errors are one exception in Python
                throw new ConfigException(diagnostics);
            }
        }
    }
}
