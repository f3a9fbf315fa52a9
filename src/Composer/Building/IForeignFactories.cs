// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>Makes what is not a C# component. Failures are reported, and <see cref="UnbuiltApp"/> stands in for the result.</summary>
internal interface IForeignFactories
{
    /// <summary>An app or a composite.</summary>
    IWsgiApp App(FactoryNode node, Maker maker, Builder builder);

    /// <summary>A filter; what it returns may be applied to an app once.</summary>
    Func<IWsgiApp, IWsgiApp> Filter(FactoryNode node, Maker maker);

    /// <summary>A server, or null after reporting.</summary>
    /// <param name="node">The server's section.</param>
    /// <param name="maker">What makes it.</param>
    /// <param name="settings">The section's settings, those of the command line among them.</param>
    IWsgiServer? Server(FactoryNode node, Maker maker, Conf settings);

    /// <summary>What a maker refers to, imported; null after reporting.</summary>
    object? Object(FactoryNode node, Maker maker);

    /// <summary>The function that a setting of a C# component names, or null after reporting.</summary>
    /// <param name="owner">Whose setting it is, for messages.</param>
    /// <param name="name">As written.</param>
    IPythonCallable? Callable(string owner, PlacedText name);
}
