// SPDX-License-Identifier: MIT
using System.Globalization;
using StackExchange.Redis;

namespace Composer.Middleware;

/// <summary>Where a Redis is.</summary>
/// <param name="Name">Host, port and number of the database.</param>
/// <param name="Settings">The same for the client.</param>
internal sealed record RedisAddress(string Name, ConfigurationOptions Settings)
{
    private const int UsualPort = 6379;

    /// <summary>Reads <c>redis://:password@host:port/number</c>, or <c>host:port</c>; null when it is neither, or names a user: the client knows passwords only.</summary>
    public static RedisAddress? Parse(string url)
    {
        var text = url.Contains("://", StringComparison.Ordinal) ? url : "redis://" + url;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0 || uri.UserInfo.Split(':')[0] is not ("" or "default"))
        {
            return null;
        }
        var number = uri.AbsolutePath.Trim('/');
        if (!int.TryParse(number.Length == 0 ? "0" : number, NumberStyles.None, CultureInfo.InvariantCulture, out var database))
        {
            return null;
        }
        var port = uri.Port > 0 ? uri.Port : UsualPort;
        var settings = new ConfigurationOptions
        {
            DefaultDatabase = database,
            Ssl = uri.Scheme == "rediss",
            Password = PasswordOf(uri),
            ConnectTimeout = 3000,
            SyncTimeout = 3000,
        };
        settings.EndPoints.Add(uri.Host, port);
        return new RedisAddress($"{uri.Host}:{port}/{database}", settings);
    }

    private static string? PasswordOf(Uri uri)
    {
        var user = uri.UserInfo;
        var password = user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return password.Length == 0 ? null : Uri.UnescapeDataString(password);
    }
}
