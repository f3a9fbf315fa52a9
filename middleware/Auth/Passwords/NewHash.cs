// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace Composer.Middleware;

/// <summary>Hashes new passwords in the forms that <see cref="PasswordHash"/> reads and that are still good enough.</summary>
internal static class NewHash
{
    /// <summary>Bcrypt, <c>$2y$</c>; every step of the cost doubles the work.</summary>
    public static string OfBcrypt(byte[] password, int cost) => Bcrypt.Compute(password, Bcrypt.NewSalt(cost))!; // the salt is well-formed

    /// <summary>SHA crypt: <c>$6$</c> or <c>$5$</c>.</summary>
    public static string OfSha(byte[] password, string form) => Sha2Crypt.Compute(password, form + Salt(16) + "$")!; // the salt is well-formed

    /// <summary>Apache's MD5 crypt, for files that old programs read too.</summary>
    public static string OfApr1(byte[] password) => Md5Crypt.Compute(password, "$apr1$" + Salt(8) + "$")!; // the salt is well-formed

    private static string Salt(int length) => RandomNumberGenerator.GetString(CryptAlphabet.Characters, length);
}
