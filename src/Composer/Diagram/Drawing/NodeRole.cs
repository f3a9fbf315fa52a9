// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What a node does in the way of a request; decides its shape.</summary>
internal enum NodeRole
{
    /// <summary>Where requests come from.</summary>
    Clients,

    /// <summary>Takes requests from the network.</summary>
    Server,

    /// <summary>Stands before an app.</summary>
    Filter,

    /// <summary>Answers.</summary>
    App,

    /// <summary>Chooses between apps.</summary>
    Composite,

    /// <summary>Stands for a pipeline or composite that is drawn elsewhere.</summary>
    Reference,

    /// <summary>Cannot be loaded.</summary>
    Error,

    /// <summary>A section that nothing in the drawing uses.</summary>
    Unused,
}
