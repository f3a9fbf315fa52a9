// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>The <c>loader</c> of a Python composite factory.</summary>
/// <param name="scope">Where its names are looked up.</param>
/// <param name="builder">Builds what it asks for.</param>
internal sealed class CompositeLoader(Scope scope, Builder builder) : IPythonLoader
{
    /// <summary>The composite that asks; null when a person does.</summary>
    public FactoryNode? Owner { get; init; }

    /// <summary>Starts what was made, where nobody else will; or null.</summary>
    public Lifetime? Lifetime { get; init; }

    /// <inheritdoc/>
    public object GetApp(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf) => Create(Resolve(ObjectKind.App, nameOrUri, globalConf));

    /// <inheritdoc/>
    public object GetFilter(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf) => Create(Resolve(ObjectKind.Filter, nameOrUri, globalConf));

    /// <inheritdoc/>
    public object GetServer(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf) => Create(Resolve(ObjectKind.Server, nameOrUri, globalConf));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> GetContext(string kind, string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf)
    {
        var wanted = kind switch
        {
            "filter" => ObjectKind.Filter,
            "server" => ObjectKind.Server,
            _ => ObjectKind.App,
        };
        return ContextOf(Resolve(wanted, nameOrUri, globalConf));
    }

    // As a dictionary; the contexts inside of pipelines and filtered apps are dictionaries, too.
    private Dictionary<string, object?> ContextOf(Node node)
    {
        if (node is ErrorNode error)
        {
            throw new ConfigException(error.Diagnostics);
        }
        var context = LoaderContext.Of(node);
        context["create"] = (Func<object>)(() => Create(node));
        switch (node)
        {
            case FactoryNode factory:
                context["object"] = builder.PythonObject(factory);
                context["loader"] = new CompositeLoader(factory.Scope, builder);
                break;
            case PipelineNode pipeline:
                context["app_context"] = ContextOf(pipeline.App);
                context["filter_contexts"] = pipeline.Filters.Select(ContextOf).ToList<object?>();
                break;
            case FilterAppNode filterApp:
                context["next_context"] = ContextOf(filterApp.Next);
                context["filter_context"] = ContextOf(filterApp.Filter);
                break;
            case FilterWithNode filterWith:
                context["filter_context"] = ContextOf(filterWith.Filter);
                context["next_context"] = ContextOf(filterWith.Next);
                break;
        }
        return context;
    }

    private object Create(Node node) => node.Kind switch
    {
        ObjectKind.Filter => Filter(builder.Whole(() => builder.Filter(node))),
        ObjectKind.Server => builder.Whole(() => builder.Server(node, new Conf())?.Server),
        _ => Started(builder.Whole(() => builder.App(node))),
    };

    private Func<IWsgiApp, IWsgiApp> Filter(Func<IWsgiApp, IWsgiApp> filter) => Lifetime is null ? filter : app => Started(filter(app));

    private IWsgiApp Started(IWsgiApp app)
    {
        Lifetime?.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return app;
    }

    private Node Resolve(ObjectKind kind, string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf)
    {
        var found = scope.Resolve(kind, nameOrUri, globalConf is null ? null : Conf.Of(globalConf));
        if (Owner is not null)
        {
            builder.Asked.Add(new Asked(Owner, found));
        }
        return found;
    }
}
