// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Stands at every seam of a site and checks both sides of PEP 3333, so that the message names the section that breaks a rule.</summary>
/// <param name="inner">Another watch, or null.</param>
internal sealed class LintedNodes(INodeWatch? inner) : INodeWatch
{
    public IWsgiApp App(Node node, IWsgiApp app) => Seam(node, inner?.App(node, app) ?? app);

    public IWsgiApp Filter(Node node, IWsgiApp filter, IWsgiApp next) => Seam(node, inner?.Filter(node, filter, next) ?? filter);

    private static IWsgiApp Seam(Node node, IWsgiApp app) =>
        node is FactoryNode && app is not UnbuiltApp ? new WsgiLint(app, $"what calls {Owner.Of(node)}", Owner.Of(node)) : app;
}
