// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What becomes of the DOCTYPE of a document.</summary>
public enum XmlDtd
{
    /// <summary>Skipped; entities that it declares are unknown.</summary>
    Ignore,

    /// <summary>What stands in the document itself is read, with a limit on what entities become; nothing is fetched.</summary>
    Internal,
}
