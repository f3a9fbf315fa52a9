// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What a component is in a pipeline.</summary>
public enum ComponentKind
{
    /// <summary>Answers requests.</summary>
    App,

    /// <summary>Stands before another app.</summary>
    Filter,

    /// <summary>An app made of other apps.</summary>
    Composite,

    /// <summary>Serves the outermost app.</summary>
    Server,
}
