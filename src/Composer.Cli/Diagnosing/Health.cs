// SPDX-License-Identifier: MIT
namespace Composer.Cli.Diagnosing;

/// <summary>How well something is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Neither good nor bad.</summary>
    Note,

    /// <summary>Works, with a drawback.</summary>
    Poor,

    /// <summary>Keeps a site from being served.</summary>
    Bad,
}
