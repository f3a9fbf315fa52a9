// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What is written as pickles.</summary>
internal enum Pickled
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>The session.</summary>
    Session,

    /// <summary>A dict that has the session as its only value, as in Beaker's files.</summary>
    File,
}
