// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A server on which names can be taken for a while.</summary>
internal interface ILeases
{
    /// <summary>Takes a name for somebody, unless somebody else has it.</summary>
    Task<bool> TryTakeAsync(string name, string owner, TimeSpan time);

    /// <summary>Keeps a name for longer.</summary>
    Task ExtendAsync(string name, string owner, TimeSpan time);

    /// <summary>Gives a name back.</summary>
    Task GiveBackAsync(string name, string owner);
}
