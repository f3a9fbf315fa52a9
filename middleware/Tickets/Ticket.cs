// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What a ticket says, as native strings: every character is a byte of UTF-8.</summary>
/// <param name="Time">When it was issued, in seconds since 1970.</param>
/// <param name="User">Who it was issued to.</param>
/// <param name="Tokens">Groups or roles, between commas.</param>
/// <param name="Data">Whatever the site put there.</param>
internal sealed record Ticket(uint Time, string User, string Tokens, string Data)
{
    /// <summary>Why it cannot be issued, or null. A NUL would blur where one part of what is signed ends.</summary>
    public string? Problem() => this switch
    {
        { User: "" } => "the user's name is empty",
        _ when HasControls(User) || HasControls(Tokens) || HasControls(Data) => "a ticket may not hold control characters",
        _ when Tokens.Contains('!', StringComparison.Ordinal) => "a token may not hold an exclamation mark",
        _ => null,
    };

    private static bool HasControls(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.Contains('\x7f', StringComparison.Ordinal);
}
