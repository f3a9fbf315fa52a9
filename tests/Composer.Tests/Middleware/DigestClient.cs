// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Tests.Middleware;

/// <summary>What a browser does with a Digest challenge, written from RFC 7616 without the code under test.</summary>
internal sealed record DigestClient
{
    private int _count = 1;

    public required string User { get; init; }

    public required string Password { get; init; }

    public required string Realm { get; init; }

    public required string Nonce { get; init; }

    public required string Algorithm { get; init; }

    public string Uri { get; init; } = "/";

    public string ClientNonce { get; init; } = "c";

    public string? SessionNonce { get; init; }

    public int Count
    {
        get => _count;
        init => _count = value;
    }

    public static DigestClient Answering(IEnumerable<string> challenges, string algorithm, string user, string password)
    {
        var challenge = challenges.Select(Read).First(found => found["algorithm"] == algorithm);
        return new DigestClient { User = user, Password = password, Realm = challenge["realm"], Nonce = challenge["nonce"], Algorithm = algorithm };
    }

    /// <summary>The parameters of a challenge; good enough for those of the filter.</summary>
    public static Dictionary<string, string> Read(string challenge)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var part in challenge["Digest ".Length..].Split(", "))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            parameters[part[..equals]] = part[(equals + 1)..].Trim('"');
        }
        return parameters;
    }

    /// <summary>The header of the next request.</summary>
    public string Header()
    {
        var count = _count++.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        var secret = Hash(Latin1($"{User}:{Realm}:"), Encoding.UTF8.GetBytes(Password));
        var first = Algorithm.EndsWith("-sess", StringComparison.Ordinal) ? Hash(Latin1($"{secret}:{Nonce}:{SessionNonce ?? ClientNonce}")) : secret;
        var proof = Hash(Latin1($"{first}:{Nonce}:{count}:{ClientNonce}:auth:{Hash(Latin1("GET:" + Uri))}"));
        return $"Digest username=\"{User}\", realm=\"{Realm}\", nonce=\"{Nonce}\", uri=\"{Uri}\", algorithm={Algorithm}, qop=auth, nc={count}, cnonce=\"{ClientNonce}\", response=\"{proof}\"";
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

#pragma warning disable CA5351 // MD5 is one of the two hashes that clients know
    private string Hash(params byte[][] parts)
    {
        byte[] text = [.. parts.SelectMany(part => part)];
        return Convert.ToHexStringLower(Algorithm.StartsWith("MD5", StringComparison.Ordinal) ? MD5.HashData(text) : SHA256.HashData(text));
    }
#pragma warning restore CA5351
}
