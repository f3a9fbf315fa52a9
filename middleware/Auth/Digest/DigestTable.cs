// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace Composer.Middleware;

/// <summary>Who may log in by Digest: for every user of a realm the digests of name, realm and password, one for each hash.</summary>
internal sealed class DigestTable : IUserTable
{
    private readonly Dictionary<(string User, string Realm, int Digits), string> _secrets = [];
    private readonly ConcurrentDictionary<(string Realm, int Digits), bool> _covered = new();

    /// <inheritdoc/>
    public int Count => _secrets.Count;

    /// <summary>Reads lines of <c>user:realm:digest</c> as Apache's <c>htdigest</c> writes them; a digest of 64 digits is one of SHA-256. The first line of a user counts.</summary>
    /// <param name="lines">The lines; one character for each byte.</param>
    /// <param name="refused">Told the number of each line that is of no use, and why.</param>
    public static DigestTable Parse(IEnumerable<string> lines, Action<int, string> refused)
    {
        var table = new DigestTable();
        var number = 0;
        foreach (var line in lines.Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            {
                continue;
            }
            if (line.Split(':') is [{ Length: > 0 } user, var realm, var digest] && IsDigest(digest))
            {
                table.Add(user, realm, digest);
                continue;
            }
            refused(number, "is not of the form user:realm:digest; make it with compose passwd --digest REALM FILE USER");
        }
        return table;
    }

    /// <summary>Whether a text could be a digest: the hexadecimal digits of MD5 or SHA-256.</summary>
    public static bool IsDigest(string text) => text.Length is 32 or 64 && text.All(char.IsAsciiHexDigit);

    /// <summary>Adds a user, unless there is one of that name.</summary>
    public void Add(string user, string realm, string digest) => _secrets.TryAdd((user, realm, digest.Length), digest.ToLowerInvariant());

    /// <summary>The digest for a user, or null.</summary>
    public string? Find(string user, string realm, DigestAlgorithm algorithm) => _secrets.GetValueOrDefault((user, realm, algorithm.Digits));

    /// <summary>Whether every user of a realm can log in with an algorithm. Every challenge asks; they are counted once.</summary>
    public bool Covers(string realm, DigestAlgorithm algorithm) => _covered.GetOrAdd((realm, algorithm.Digits), AreCovered);

    private bool AreCovered((string Realm, int Digits) asked) =>
        _secrets.Keys.Where(key => key.Realm == asked.Realm).All(key => _secrets.ContainsKey(key with { Digits = asked.Digits }));

    /// <summary>Whether a password is the right one.</summary>
    public bool Has(string user, string realm, byte[] password) => DigestAlgorithm.All.Any(algorithm =>
        Find(user, realm, algorithm) is { } digest && algorithm.IsSecretOf(digest, user, realm, password));
}
