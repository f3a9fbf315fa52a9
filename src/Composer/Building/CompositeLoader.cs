// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>The <c>loader</c> of a Python composite factory.</summary>
/// <param name="scope">Where its names are looked up.</param>
/// <param name="builder">Builds what it asks for.</param>
internal sealed class CompositeLoader(Scope scope, Builder builder) : IPythonLoader
{
    /// <inheritdoc/>
    public object GetApp(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf) =>
        builder.Whole(() => builder.App(Resolve(ObjectKind.App, nameOrUri, globalConf)));

    /// <inheritdoc/>
    public object GetFilter(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf) =>
        builder.Whole(() => builder.Filter(Resolve(ObjectKind.Filter, nameOrUri, globalConf)));

    /// <inheritdoc/>
    public object GetServer(string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf) =>
        builder.Whole(() => builder.Server(Resolve(ObjectKind.Server, nameOrUri, globalConf), new Conf())?.Server);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> GetContext(string kind, string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf)
    {
        var wanted = kind switch
        {
            "filter" => ObjectKind.Filter,
            "server" => ObjectKind.Server,
            _ => ObjectKind.App,
        };
        var node = Resolve(wanted, nameOrUri, globalConf);
        return node is ErrorNode error ? throw new ConfigException(error.Diagnostics) : LoaderContext.Of(node);
    }

    private Node Resolve(ObjectKind kind, string? nameOrUri, IReadOnlyDictionary<string, object?>? globalConf) =>
        scope.Resolve(kind, nameOrUri, globalConf is null ? null : Conf.Of(globalConf));
}
