// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Whom to remember, as native strings.</summary>
/// <param name="Name">The user.</param>
/// <param name="Tokens">Groups between commas.</param>
/// <param name="Data">Data of the site.</param>
/// <param name="MaxAge">How long the browser keeps it, instead of what the settings say.</param>
internal sealed record RememberedUser(string Name, string Tokens = "", string Data = "", TimeSpan? MaxAge = null);
