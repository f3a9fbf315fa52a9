// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What is on a login page.</summary>
/// <param name="Action">Where its form goes.</param>
internal sealed record LoginView(string Action)
{
    /// <summary>The name that is in its field already.</summary>
    public string User { get; init; } = "";

    /// <summary>Where to go afterwards.</summary>
    public string CameFrom { get; init; } = "/";

    /// <summary>The token of the form.</summary>
    public string Token { get; init; } = "";

    /// <summary>What went wrong; null on the first visit.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the page asks for a logout instead.</summary>
    public bool IsLogout { get; init; }

    /// <summary>Who is logged in.</summary>
    public string? KnownUser { get; init; }
}
