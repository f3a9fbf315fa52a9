// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Where names are looked up: a config file, or an egg. What Paste Deploy passes to composite factories as <c>loader</c>.</summary>
public abstract class Scope
{
    /// <summary>Resolves a name or URI as <c>loader.get_app(name_or_uri, global_conf)</c> does, without building anything.</summary>
    /// <param name="kind">What is wanted.</param>
    /// <param name="nameOrUri">A section's name or a URI; null finds a bare <c>[app]</c> or <c>[app:main]</c>.</param>
    /// <param name="globalConf">The global_conf to start from; null means the file's own defaults alone.</param>
    /// <returns>The object, or an <see cref="ErrorNode"/>.</returns>
    public Node Resolve(ObjectKind kind, string? nameOrUri, Conf? globalConf) =>
        new Resolution().Whole(this, kind, new Reference(nameOrUri, new Source(Place)), globalConf);

    internal abstract string Place { get; }

    /// <summary>Finds an object that a <c>use</c> may still change.</summary>
    internal abstract Node Get(Resolution resolution, ObjectKind kind, Reference reference, Conf? globalConf);
}
