// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>The store that the settings name.</summary>
/// <param name="Name">What people know it by, for messages; without a password.</param>
/// <param name="Store">The store; null for cookies.</param>
/// <param name="Beakers">How Beaker pickles what is there; nothing when it does not look there.</param>
internal sealed record SessionStoreChoice(string Name, ISessionStore? Store, Pickled Beakers = Pickled.Nothing)
{
    private const string ForeignPrefix = "assembly:";

    /// <summary>Chooses; nothing is opened.</summary>
    /// <exception cref="ArgumentException">The type, or its place, is wrong.</exception>
    public static SessionStoreChoice Of(SessionOptions options, ComponentInfo info, TimeProvider clock, ILoggerFactory logs)
    {
        if (options.Type is null && options.Url is not null)
        {
            throw BadSetting.Of(nameof(SessionOptions.Url), "a url says where a server is, not which: write type = redis, memcached or sql beside it");
        }
        var type = options.Type?.Trim() ?? OfFlup(options.SessionType?.Trim()) ?? (options.DataDir is null ? "memory" : "file");
        return type switch
        {
            "memory" => new("memory", new MemoryStore(options.MaxSessions, clock)),
            "file" or "dbm" => File(options, info, clock),
            "cookie" => new("cookies", null),
            "redis" or "ext:redis" => Redis(options, info),
            "memcached" or "ext:memcached" => Memcached(options, info, clock),
            "sql" or "database" or "ext:database" or "sqla" or "ext:sqla" => Sql(options, info, clock),
            _ when type.StartsWith(ForeignPrefix, StringComparison.Ordinal) => new(type, ForeignStore.Make(type[ForeignPrefix.Length..], Url(options, info), info, clock, logs)),
            "ext:mongodb" or "ext:rediscluster" or "ext:google" => throw BadSetting.Of(nameof(SessionOptions.Type), $"type = {type} is one of Beaker's that is not here: redis and sql serve several machines"),
            _ => throw BadSetting.Of(nameof(SessionOptions.Type), $"type = {type} is none of memory, file, cookie, redis, memcached, sql and assembly:My.dll#My.Store"),
        };
    }

    private static string? OfFlup(string? type) => type switch
    {
        null => null,
        "memory" => "memory",
        "disk" => "file",
        _ => throw BadSetting.Of(nameof(SessionOptions.SessionType), $"session_type = {type} is neither disk, with a session_dir, nor memory"),
    };

    private static SessionStoreChoice File(SessionOptions options, ComponentInfo info, TimeProvider clock)
    {
        var folder = info.Resolve(options.DataDir ?? throw BadSetting.Of(nameof(SessionOptions.DataDir), "type = file needs a folder: data_dir = data/sessions"));
        var store = new FileStore(folder, options.LockDir is { } locks ? info.Resolve(locks) : folder, clock);
        return options switch
        {
            { Compat: SessionCompat.Beaker } => new($"files in {folder}", new BeakerFileStore(store, folder), Pickled.File),
            { AllowPickle: true } => new($"files in {folder}", new FormerBeakerFiles(store, folder)),
            _ => new($"files in {folder}", store),
        };
    }

    private static SessionStoreChoice Redis(SessionOptions options, ComponentInfo info)
    {
        var address = RedisAddress.Parse(Url(options, info) ?? "redis://127.0.0.1:6379/0") ?? throw BadSetting.Of(nameof(SessionOptions.Url), "the url of type = redis has the form redis://:PASSWORD@HOST:6379/0, or rediss:// with TLS");
        return new($"redis at {address.Name}", new RedisStore(address, id => $"beaker_cache:{id}:session"), Pickled.Session);
    }

    private static SessionStoreChoice Memcached(SessionOptions options, ComponentInfo info, TimeProvider clock)
    {
        const int FlagOfPickles = 1;
        var address = MemcachedAddress.Parse(Url(options, info) ?? "127.0.0.1") ?? throw BadSetting.Of(nameof(SessionOptions.Url), "the url of type = memcached names one server: HOST:11211, or unix:PATH");
        return new($"memcached at {address.Name}", new MemcachedStore(address.EndPoint, options.Compat == SessionCompat.Beaker ? FlagOfPickles : 0, clock), Pickled.Session);
    }

    private static SessionStoreChoice Sql(SessionOptions options, ComponentInfo info, TimeProvider clock)
    {
        if (!IsName(options.TableName))
        {
            throw BadSetting.Of(nameof(SessionOptions.TableName), $"table_name = {options.TableName} is no plain name: letters, digits and _");
        }
        var url = Url(options, info) ?? "sqlite:///" + Path.Combine(options.DataDir ?? "data", "sessions.sqlite");
        var place = SqlAddress.Parse(url, info) ?? throw BadSetting.Of(nameof(SessionOptions.Url), "the url of type = sql has the form postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:///PATH");
        return new(place.Name, new SqlStore(place.Make(), options.TableName, clock));
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 50 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string? Url(SessionOptions options, ComponentInfo info) =>
        options.Url is { Length: > 0 } url ? System.Text.Encoding.UTF8.GetString(SecretSource.Of(url, info).Read()) : null;
}
