// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Takes its place around every object that a builder makes.</summary>
internal interface INodeWatch
{
    /// <summary>What stands for an app.</summary>
    IWsgiApp App(Node node, IWsgiApp app);

    /// <summary>What stands for a filter that was applied.</summary>
    /// <param name="node">The filter.</param>
    /// <param name="filter">The filter, around what follows.</param>
    /// <param name="next">What follows.</param>
    IWsgiApp Filter(Node node, IWsgiApp filter, IWsgiApp next);
}
