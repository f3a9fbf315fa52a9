// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Where the keys of <c>auth_jwt</c> come from.</summary>
internal interface IJwtKeySource
{
    /// <summary>The keys as they are known now; null when they could not be had yet.</summary>
    JwtKeys? Current { get; }

    /// <summary>Gets them for the first time.</summary>
    Task LoadAsync(CancellationToken cancel);

    /// <summary>The keys after a look for newer ones, for a token with a <c>kid</c> that is not known.</summary>
    ValueTask<JwtKeys?> RefreshAsync();
}
