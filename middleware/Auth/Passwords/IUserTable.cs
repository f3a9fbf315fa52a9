// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What a file says about users; never changed, only replaced.</summary>
internal interface IUserTable
{
    /// <summary>How many entries it has; a file without any is taken for an accident.</summary>
    int Count { get; }
}
