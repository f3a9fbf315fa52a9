// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>Makes running objects of a graph, in Paste Deploy's order of construction. Every problem is collected; <see cref="UnbuiltApp"/> stands in for what could not be made.</summary>
/// <param name="makers">Finds what makes each object.</param>
/// <param name="components">Makes the C# components.</param>
/// <param name="foreign">Makes everything else.</param>
/// <param name="reached">Takes every section that a component refers to.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="watch">Stands around every app and filter, or null.</param>
internal sealed class Builder(MakerFinder makers, ComponentFactory components, IForeignFactories foreign, Reached reached, DiagnosticList problems, INodeWatch? watch = null)
{
    private readonly Stack<FactoryNode> _open = new();
    private readonly List<Made> _made = [];

    // What an outer filter wants around everything inside of it.
    private Type? _wrapper;
    private FilterPlace _place = FilterPlace.Outermost;

    /// <summary>What Python composites asked for while they were made.</summary>
    public List<Asked> Asked { get; } = [];

    /// <summary>The C# components in their order of construction: inner ones before those that use them.</summary>
    public IReadOnlyList<Made> Made => _made;

    /// <summary>An app of any kind.</summary>
    public IWsgiApp App(Node node)
    {
        var app = Unwatched(node);
        app = node is FactoryNode factory ? Wrapped(_wrapper, factory, app) : app;
        app = watch?.App(node, app) ?? app;
        return node is FactoryNode && IsNative(node) ? _place.Tell(node, app) : app;
    }

    /// <summary>An app that C# calls, as a server or a composite.</summary>
    public IWsgiApp CalledApp(Node node)
    {
        var outer = _place;
        _place = outer.Inside(node, [], tells: true);
        var app = App(node);
        _place = outer;
        return outer.Tell(node, app);
    }

    /// <summary>A filter: its factory has run, it was not yet applied.</summary>
    public Func<IWsgiApp, IWsgiApp> Filter(Node node)
    {
        switch (node)
        {
            case FilterWithNode two:
                var outer = Filter(two.Filter);
                var inner = Inside(two, two.Filter, () => Filter(two.Next));
                return app => outer(inner(app));
            case FactoryNode factory:
                var (made, wrapper) = (FactoryFilter(factory), _wrapper);
                return next =>
                {
                    var filter = Wrapped(wrapper, factory, made(next));
                    return watch?.Filter(factory, filter, next) ?? filter;
                };
            default:
                Report(node);
                return _ => UnbuiltApp.Instance;
        }
    }

    /// <summary>A server, or null after reporting what keeps it from being made.</summary>
    /// <param name="node">The server's section.</param>
    /// <param name="overrides">Settings that count more than the section's, such as those of the command line; a Python server takes an address at most.</param>
    public BuiltServer? Server(Node node, Conf overrides)
    {
        if (node is not FactoryNode factory)
        {
            Report(node);
            return null;
        }
        switch (makers.Find(factory))
        {
            case NativeMaker native:
                var own = ServerSettings.Overlaid(SectionThreads.Without(factory.LocalConf), overrides);
                return BuiltServer.Of(NativeServer(factory, native.Component, own), SectionThreads.OfServer(factory, problems));
            case LegacyServerMaker legacy:
                var translated = LegacySettings.Of(legacy.Server, factory, problems);
                var server = NativeServer(factory, legacy.Component, ServerSettings.Overlaid(translated.Http, overrides));
                return BuiltServer.Of(server, translated, $"{Owner.Of(factory)} names '{factory.Factory}': Composer's own HTTP server takes its place");
            case { } maker when ForkingServers.Refusal(factory, maker) is { } refusal:
                problems.Add(refusal);
                return null;
            case { } maker:
                var settings = PythonServerSettings.Of(factory, overrides, problems);
                return BuiltServer.Of(foreign.Server(factory, maker, settings.Conf), settings.Note);
            default:
                return null;
        }
    }

    /// <summary>Builds for somebody who cannot go on without the object, as a Python factory in the middle of its work.</summary>
    /// <exception cref="ConfigException">It could not be built.</exception>
    public T Whole<T>(Func<T?> build)
        where T : class
    {
        var before = problems.Count;
        var errors = problems.ErrorCount;
        var made = build();
        if (made is null or UnbuiltApp || problems.ErrorCount > errors)
        {
            // They are the caller's now: it may be able to do without.
            throw new ConfigException(problems.TakeBack(Math.Min(before, problems.Count - 1)));
        }
        return made;
    }

    /// <summary>The Python object that a node's factory is; null for a C# component.</summary>
    /// <exception cref="ConfigException">There is no such factory.</exception>
    public object? PythonObject(FactoryNode node)
    {
        var errors = problems.ErrorCount;
        var before = problems.Count;
        var found = makers.Find(node) is { } maker and not NativeMaker and not LegacyServerMaker ? foreign.Object(node, maker) : null;
        return problems.ErrorCount == errors ? found : throw new ConfigException(problems.TakeBack(before));
    }

    /// <summary>A component that stands for a node which another would make; null, and nothing reported, when it refuses these settings.</summary>
    public IWsgiApp? Instead(FactoryNode node, Component component, Conf settings)
    {
        var (before, errors) = (problems.Count, problems.ErrorCount);
        var app = Native(node, component, settings, null) as IWsgiApp;
        if (problems.ErrorCount == errors)
        {
            return app;
        }
        problems.TakeBack(before);
        return null;
    }

    /// <summary>Makes an object for the sake of the problems alone.</summary>
    public void Try(GraphObject found)
    {
        switch (found.Kind)
        {
            case ObjectKind.App:
                App(found.Node);
                break;
            case ObjectKind.Filter:
                Filter(found.Node)(UnbuiltApp.Instance);
                break;
            default:
                Server(found.Node, new Conf());
                break;
        }
    }

    private IWsgiApp Unwatched(Node node)
    {
        switch (node)
        {
            case PipelineNode pipeline:
                return Pipeline(pipeline);
            case FilterAppNode filterApp:
                var next = Inside(filterApp, filterApp.Filter, () => App(filterApp.Next));
                return Told(filterApp, filterApp.Filter, Filter(filterApp.Filter)(next));
            case FilterWithNode filterWith:
                var filter = Filter(filterWith.Filter);
                return Told(filterWith, filterWith.Filter, filter(Inside(filterWith, filterWith.Filter, () => App(filterWith.Next))));
            case FactoryNode factory:
                return Guarded(factory);
            default:
                Report(node);
                return UnbuiltApp.Instance;
        }
    }

    private IWsgiApp Pipeline(PipelineNode pipeline)
    {
        var (outer, place) = (_wrapper, _place);
        var teller = pipeline.Filters.FirstOrDefault(IsNative);
        _wrapper = pipeline.Filters.Select(WrapperOf).LastOrDefault(type => type is not null) ?? outer;
        _place = place.Inside(pipeline, pipeline.Filters, teller is not null);
        var app = App(pipeline.App);

        (_wrapper, _place) = (outer, place);
        var filters = new List<Func<IWsgiApp, IWsgiApp>>();
        foreach (var node in pipeline.Filters)
        {
            filters.Add(Filter(node));
            _wrapper = WrapperOf(node) ?? _wrapper;
        }
        _wrapper = outer;
        for (var i = filters.Count - 1; i >= 0; i--)
        {
            app = filters[i](app);
            app = pipeline.Filters[i] == teller ? place.Tell(pipeline, app) : app;
        }
        return app;
    }

    private T Inside<T>(Node node, Node filter, Func<T> build)
    {
        var outer = (_wrapper, _place);
        _wrapper = WrapperOf(filter) ?? _wrapper;
        _place = _place.Inside(node, [filter], IsNative(filter));
        var built = build();
        (_wrapper, _place) = outer;
        return built;
    }

    private IWsgiApp Told(Node node, Node filter, IWsgiApp app) => IsNative(filter) ? _place.Tell(node, app) : app;

    private bool IsNative(Node node) => node switch
    {
        FilterWithNode two => IsNative(two.Filter),
        FactoryNode factory => makers.Find(factory) is NativeMaker,
        _ => false,
    };

    private Type? WrapperOf(Node node) =>
        node is FactoryNode factory && makers.Find(factory) is NativeMaker { Component.Type: var type } ? type.GetCustomAttribute<WrapsInnerAttribute>()?.Wrapper : null;

    private static IWsgiApp Wrapped(Type? wrapper, FactoryNode node, IWsgiApp app) =>
        wrapper is null || app is UnbuiltApp ? app : (IWsgiApp)Activator.CreateInstance(wrapper, node.Name, app)!; // null only for Nullable<T>

    // A composite that mounts itself would be built for ever; Paste Deploy ends in a RecursionError.
    private IWsgiApp Guarded(FactoryNode node)
    {
        if (node.Section is not null && _open.Any(open => open.Section == node.Section && open.File == node.File))
        {
            var chain = string.Join(" uses ", _open.Reverse().SkipWhile(open => open.Section != node.Section).Append(node).Select(Owner.Of));
            problems.Error(node.Source, "use-cycle", chain);
            return UnbuiltApp.Instance;
        }
        _open.Push(node);
        try
        {
            return makers.Find(node) switch
            {
                NativeMaker native => Native(node, native.Component, node.LocalConf, null) as IWsgiApp ?? UnbuiltApp.Instance,
                { } maker => foreign.App(node, maker, this),
                null => UnbuiltApp.Instance,
            };
        }
        finally
        {
            _open.Pop();
        }
    }

    private Func<IWsgiApp, IWsgiApp> FactoryFilter(FactoryNode node) => makers.Find(node) switch
    {
        NativeMaker native => NativeFilter(node, native.Component),
        { } maker => foreign.Filter(node, maker),
        null => _ => UnbuiltApp.Instance,
    };

    private Func<IWsgiApp, IWsgiApp> NativeFilter(FactoryNode node, Component component)
    {
        var construct = Bound(node, component, node.LocalConf);
        return next => construct(next) as IWsgiApp ?? UnbuiltApp.Instance;
    }

    private IWsgiServer? NativeServer(FactoryNode node, Component component, Conf settings) => Native(node, component, settings, null) as IWsgiServer;

    private object? Native(FactoryNode node, Component component, Conf settings, IWsgiApp? next) => Bound(node, component, settings)(next);

    /// <summary>Binds at once and constructs when asked, as a filter's factory runs before it is applied.</summary>
    private Func<IWsgiApp?, object?> Bound(FactoryNode node, Component component, Conf settings)
    {
        var found = new DiagnosticList();
        var lacksCallable = false;
        var binder = new Binder(component, Owner.Of(node), node.Source, found, text => Child(node, text), Callable);
        var options = binder.Bind(settings, node.GlobalConf);
        SectionThreads.Read(node, node.LocalConf[OwnKeys.Threads], found);
        problems.AddRange(found);
        return found.HasErrors || lacksCallable ? _ => null : next => Construct(node, component, options, next, binder);

        IPythonCallable? Callable(PlacedText text)
        {
            var callable = foreign.Callable(Owner.Of(node), text);
            lacksCallable |= callable is null;
            return callable;
        }
    }

    private object? Construct(FactoryNode node, Component component, object? options, IWsgiApp? next, Binder binder)
    {
        try
        {
            var made = components.Create(component, options, next, new ComponentInfo(node.Name, Owner.Directory(node)) { Defaults = PythonArguments.Globals(node.GlobalConf) }, _made);
            _made.Add(new Made(made, Owner.Of(node), node.Source) { Settings = node.LocalConf });
            return made;
        }
        catch (ArgumentException error)
        {
            var message = PythonFailure.Sentence(error);
            problems.Error(binder.SourceOf(error.ParamName, message), "bad-value", $"{Owner.Of(node)}: {message}", binder.HintFor(error.ParamName));
            return null;
        }
    }

    private IWsgiApp Child(FactoryNode node, PlacedText name)
    {
        var resolution = new Resolution(reached);
        var reference = new Reference(Blank.Strip(name.Text), name.Source, Owner.Of(node));
        return CalledApp(node.Origin is { } origin ? resolution.Inside(origin with { By = reference }, Resolve) : Resolve());

        Node Resolve() => resolution.Whole(node.Scope, ObjectKind.App, reference, node.GlobalConf);
    }

    private void Report(Node node)
    {
        if (node is ErrorNode error)
        {
            problems.AddRange(error.Diagnostics);
        }
    }
}
