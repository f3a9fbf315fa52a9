// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>Whether a secret can be guessed.</summary>
internal static class SecretStrength
{
    /// <summary>What to type when there is a weak one.</summary>
    public const string RemedyOfWeak = "make one with 'compose secret -o secret.key' and write 'file:secret.key' here, or keep it with 'allow_weak_secret = true'";

    private const int Shortest = 16;
    private const int FewestDifferent = 6;

    // Begin the secrets of examples, scaffolds and manuals; what is longer than twice the least length only begins so by chance.
    private static readonly string[] Known = ["secret", "password", "changeme", "change_me", "change-me", "change me", "development", "example", "itsaseekreet", "seekrit", "sekrit", "somesecret", "mysecret", "yoursecret", "shared_secret", "django-insecure", "not-so-secret", "0123456789", "1234567890", "abcdefgh", "qwerty"];

    /// <summary>Why it can be guessed, or null.</summary>
    public static string? WeaknessOf(string secret)
    {
        if (secret.Length == 0)
        {
            return "the secret is empty";
        }
        if (secret.Length < Shortest)
        {
            return $"the secret is too short: {secret.Length} characters where {Shortest} is the least";
        }
        if (secret.Distinct().Count() < FewestDifferent)
        {
            return "the secret repeats a few characters";
        }
        return secret.Length <= 2 * Shortest && Array.Exists(Known, word => secret.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            ? "the secret is the one of an example"
            : null;
    }

    /// <summary>What to type when a setting has none.</summary>
    public static string RemedyOfMissing(string setting) => $"make one with 'compose secret -o secret.key' and write: {JsonNamingPolicy.SnakeCaseLower.ConvertName(setting)} = file:secret.key";

    /// <summary>What to type to set a variable.</summary>
    public static string CommandOfVariable(string name) => $"set it with: {name}=$(compose secret)";
}
