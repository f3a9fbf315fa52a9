// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Which symbolic links <c>static</c> follows.</summary>
public enum FollowLinks
{
    /// <summary>Those whose target lies in the document root.</summary>
    Within,

    /// <summary>All: whoever can write there can show any file that the process can read.</summary>
    All,

    /// <summary>None.</summary>
    None,
}
