// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Whether a request may pass; of several requirements that all count the greatest verdict is theirs, of alternatives the least.</summary>
internal enum Verdict
{
    /// <summary>It may.</summary>
    Granted,

    /// <summary>It may if somebody logs in.</summary>
    NeedsLogin,

    /// <summary>It may not, whoever logs in.</summary>
    Denied,
}
