// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>A stored password: which form it has, and whether a given one matches.</summary>
/// <param name="Stored">The text as in the file.</param>
internal sealed partial record PasswordHash(string Stored)
{
    /// <summary>Bytes of a password that crypt(3) takes at most. Some forms take time with its square.</summary>
    public const int LongestPassword = 512;

    private static readonly (string Prefix, Func<string, bool> Accepts, Compute Compute)[] Forms =
    [
        ("$apr1$", Md5Form().IsMatch, Md5Crypt.Compute),
        ("$1$", Md5Form().IsMatch, Md5Crypt.Compute),
        ("$5$", Sha256Form().IsMatch, Sha2Crypt.Compute),
        ("$6$", Sha512Form().IsMatch, Sha2Crypt.Compute),
        ("$2y$", BcryptForm().IsMatch, Bcrypt.Compute),
        ("$2b$", BcryptForm().IsMatch, Bcrypt.Compute),
        ("$2a$", BcryptForm().IsMatch, Bcrypt.Compute),
        ("{SHA}", Sha1Form().IsMatch, ComputeSha1),
        ("", DesCrypt.Accepts, DesCrypt.Compute),
    ];

    private readonly Compute? _compute = FormOf(Stored);

    private delegate string? Compute(ReadOnlySpan<byte> password, string stored);

    /// <summary>Whether the text is a hash of a known form; else it can only be a password in the clear.</summary>
    public bool IsHash => _compute is not null;

    /// <summary>The start that names the form: <c>$2y$</c>, <c>{SHA}</c>; empty for DES.</summary>
    public string Form => Forms.FirstOrDefault(form => form.Prefix.Length > 0 && Stored.StartsWith(form.Prefix, StringComparison.Ordinal)).Prefix ?? "";

    /// <summary>Whether it begins as a hash and goes on otherwise: cut off, or with something after it.</summary>
    public bool IsBroken => !IsHash && Form.Length > 0;

    /// <summary>Compares in constant time; a password that is too long matches nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> password)
    {
        if (_compute is null)
        {
            return Same(SHA256.HashData(password), SHA256.HashData(Encoding.Latin1.GetBytes(Stored)));
        }
        var computed = password.Length <= LongestPassword ? _compute(password, Stored) : null;
        return computed is not null && Same(Encoding.Latin1.GetBytes(computed), Encoding.Latin1.GetBytes(Stored));
    }

    private static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => CryptographicOperations.FixedTimeEquals(a, b);

    private static Compute? FormOf(string stored) =>
        Forms.FirstOrDefault(form => stored.StartsWith(form.Prefix, StringComparison.Ordinal) && form.Accepts(stored)).Compute;

    [GeneratedRegex(@"^\$(apr1|1)\$[^$]{0,8}\$[./0-9A-Za-z]{22}\z")]
    private static partial Regex Md5Form();

    [GeneratedRegex(@"^\$5\$(rounds=\d+\$)?[^$]{0,16}\$[./0-9A-Za-z]{43}\z")]
    private static partial Regex Sha256Form();

    [GeneratedRegex(@"^\$6\$(rounds=\d+\$)?[^$]{0,16}\$[./0-9A-Za-z]{86}\z")]
    private static partial Regex Sha512Form();

    [GeneratedRegex(@"^\$2[aby]\$\d\d\$[./0-9A-Za-z]{53}\z")]
    private static partial Regex BcryptForm();

    [GeneratedRegex(@"^\{SHA\}[+/0-9A-Za-z]{27}=\z")]
    private static partial Regex Sha1Form();

#pragma warning disable CA5350 // SHA-1 is what the form {SHA} is made of
    private static string ComputeSha1(ReadOnlySpan<byte> password, string stored) => "{SHA}" + Convert.ToBase64String(SHA1.HashData(password));
#pragma warning restore CA5350
}
