// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>A stored password: which form it has, and whether a given one matches.</summary>
/// <param name="Stored">The text as in the file.</param>
internal sealed record PasswordHash(string Stored)
{
    private static readonly (string Prefix, Func<string, bool> Accepts, Compute Compute)[] Forms =
    [
        ("$apr1$", HasSalt, Md5Crypt.Compute),
        ("$1$", HasSalt, Md5Crypt.Compute),
        ("$5$", HasSalt, Sha2Crypt.Compute),
        ("$6$", HasSalt, Sha2Crypt.Compute),
        ("$2y$", _ => true, Bcrypt.Compute),
        ("$2b$", _ => true, Bcrypt.Compute),
        ("$2a$", _ => true, Bcrypt.Compute),
        ("{SHA}", _ => true, ComputeSha1),
        ("", DesCrypt.Accepts, DesCrypt.Compute),
    ];

    private readonly Compute? _compute = FormOf(Stored);

    private delegate string? Compute(ReadOnlySpan<byte> password, string stored);

    /// <summary>Whether the text is a hash of a known form; else it can only be a password in the clear.</summary>
    public bool IsHash => _compute is not null;

    /// <summary>The start that names the form: <c>$2y$</c>, <c>{SHA}</c>; empty for DES.</summary>
    public string Form => Forms.FirstOrDefault(form => form.Prefix.Length > 0 && Stored.StartsWith(form.Prefix, StringComparison.Ordinal)).Prefix ?? "";

    /// <summary>Compares in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> password)
    {
        if (_compute is null)
        {
            return Same(SHA256.HashData(password), SHA256.HashData(Encoding.Latin1.GetBytes(Stored)));
        }
        var computed = _compute(password, Stored);
        return computed is not null && Same(Encoding.Latin1.GetBytes(computed), Encoding.Latin1.GetBytes(Stored));
    }

    private static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => CryptographicOperations.FixedTimeEquals(a, b);

    private static Compute? FormOf(string stored) =>
        Forms.FirstOrDefault(form => stored.StartsWith(form.Prefix, StringComparison.Ordinal) && form.Accepts(stored)).Compute;

    private static bool HasSalt(string stored) => stored.Count(c => c == '$') >= 3;

#pragma warning disable CA5350 // SHA-1 is what the form {SHA} is made of
    private static string ComputeSha1(ReadOnlySpan<byte> password, string stored) => "{SHA}" + Convert.ToBase64String(SHA1.HashData(password));
#pragma warning restore CA5350
}
