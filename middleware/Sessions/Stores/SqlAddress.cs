// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Npgsql;

namespace Composer.Middleware;

/// <summary>Where a database is.</summary>
/// <param name="Name">What people know it by; without a password.</param>
/// <param name="Make">Makes the client; nothing is opened.</param>
internal sealed record SqlAddress(string Name, Func<ISqlDatabase> Make)
{
    private const string Sqlite = "sqlite:///";

    /// <summary>Reads a URL as SQLAlchemy writes them; null when it is none.</summary>
    public static SqlAddress? Parse(string url, ComponentInfo info)
    {
        if (url.StartsWith(Sqlite, StringComparison.Ordinal) && url.Length > Sqlite.Length)
        {
            var path = info.Resolve(url[Sqlite.Length..]);
            return new($"SQLite in {path}", () => new SqliteDatabase(path));
        }
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme.Split('+')[0] is not ("postgresql" or "postgres"))
        {
            return null;
        }
        var settings = Settings(uri);
        return new($"PostgreSQL at {settings.Host}:{settings.Port}/{settings.Database}", () => new PostgresDatabase(settings.ConnectionString));
    }

    private static NpgsqlConnectionStringBuilder Settings(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Timeout = 5,
            CommandTimeout = 10,
            MaxPoolSize = 20,
            NoResetOnClose = true, // nothing here changes the state of a connection
            MaxAutoPrepare = 16,
            AutoPrepareMinUsages = 2,
            ApplicationName = "composer",
        };
        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }
        if (user[0].Length > 0)
        {
            settings.Username = Uri.UnescapeDataString(user[0]);
        }
        if (user.Length > 1)
        {
            settings.Password = Uri.UnescapeDataString(user[1]);
        }
        // What follows the question mark are Npgsql's own keywords: sslmode=require
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            settings[parts[0] == "sslmode" ? "SSL Mode" : Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }
        return settings;
    }
}
