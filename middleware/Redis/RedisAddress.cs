// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>Where a Redis is, and who asks it.</summary>
internal sealed class RedisAddress
{
    private const int UsualPort = 6379;

    /// <summary>Name or address of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>Where it listens.</summary>
    public required int Port { get; init; }

    /// <summary>The number of the database.</summary>
    public required int Database { get; init; }

    /// <summary>Who asks; null for the user that needs no name.</summary>
    public string? User { get; init; }

    /// <summary>The password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What people know it by.</summary>
    public required string Name { get; init; }

    /// <summary>Reads <c>redis://user:password@host:port/number</c>, or <c>host:port</c>; null when it is neither.</summary>
    public static RedisAddress? Parse(string url)
    {
        var text = url.Contains("://", StringComparison.Ordinal) ? url : "redis://" + url;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
        {
            return null;
        }
        var number = uri.AbsolutePath.Trim('/');
        if (!int.TryParse(number.Length == 0 ? "0" : number, NumberStyles.None, CultureInfo.InvariantCulture, out var database))
        {
            return null;
        }
        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var port = uri.Port > 0 ? uri.Port : UsualPort;
        return new()
        {
            Name = $"{uri.Host}:{port}/{database}",
            Host = uri.IdnHost,
            Port = port,
            Database = database,
            User = colon > 0 ? Decoded(uri.UserInfo[..colon]) : null,
            Password = Decoded(uri.UserInfo[(colon + 1)..]),
            IsEncrypted = uri.Scheme == "rediss",
        };
    }

    private static string? Decoded(string text) => text.Length == 0 ? null : Uri.UnescapeDataString(text);
}
