// SPDX-License-Identifier: MIT
using System.Data.Common;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sessions in a table of a database: PostgreSQL, or SQLite in a file of its own.</summary>
internal sealed class SqlStore : ISessionStore, IStartable, IAsyncDisposable, ILeases
{
    private readonly ISqlDatabase _database;
    private readonly string _table;
    private readonly TimeProvider _clock;
    private readonly LeaseLocks _locks;
    private readonly string _load;
    private readonly string _replace;
    private readonly string _insert;
    private readonly string _delete;
    private readonly string _sweep;
    private readonly string _take;
    private readonly string _extend;
    private readonly string _giveBack;
    private volatile bool _hasTable;

    /// <param name="database">The database.</param>
    /// <param name="table">The table's name; made when it is not there, like the one of the locks.</param>
    /// <param name="clock">The time.</param>
    public SqlStore(ISqlDatabase database, string table, TimeProvider clock)
    {
        (_database, _table, _clock) = (database, table, clock);
        _locks = new LeaseLocks(this);
        var locks = table + "_lock";
        _load = $"SELECT data FROM {table} WHERE id = @id AND (expires IS NULL OR expires > @now)";
        _replace = $"UPDATE {table} SET data = @record, expires = @expires WHERE id = @id AND data = @known AND (expires IS NULL OR expires > @now)";
        _insert = $"INSERT INTO {table} (id, data, expires) VALUES (@id, @record, @expires) ON CONFLICT (id) DO NOTHING";
        _delete = $"DELETE FROM {table} WHERE id = @id";
        _sweep = $"DELETE FROM {table} WHERE expires <= @now";
        // Everybody's clock may be a little off: that of the database counts.
        var until = $"{database.Now} + @time";
        _take = $"INSERT INTO {locks} (name, owner, until) VALUES (@name, @owner, {until}) ON CONFLICT (name) DO UPDATE SET owner = @owner, until = {until} WHERE {locks}.until <= {database.Now}";
        _extend = $"UPDATE {locks} SET until = {until} WHERE name = @name AND owner = @owner";
        _giveBack = $"DELETE FROM {locks} WHERE name = @name AND owner = @owner";
    }

    /// <summary>Whether it reads a file of this machine, on the thread that asks.</summary>
    public bool IsFile => _database is SqliteDatabase;

    public async Task StartAsync(CancellationToken cancel) => await (await OpenAsync(cancel)).DisposeAsync();

    public async ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = Command(connection, _load, ("id", id), ("now", Now));
        return await command.ExecuteScalarAsync(cancel) is byte[] record ? record.AsMemory() : default(ReadOnlyMemory<byte>?);
    }

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        (string, object)[] values = [("id", id), ("record", record.ToArray()), ("expires", lifetime is { } time ? ExpiryOf(time) : DBNull.Value)];
        return known is { } before
            ? await RunAsync(_replace, cancel, [.. values, ("known", before.ToArray()), ("now", Now)]) == 1
            : await RunAsync(_insert, cancel, values) == 1;
    }

    public async ValueTask DeleteAsync(string id, CancellationToken cancel) => await RunAsync(_delete, cancel, ("id", id));

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => _locks.LockAsync(id, patience, cancel);

    public async ValueTask<int> SweepAsync(CancellationToken cancel) => await RunAsync(_sweep, cancel, ("now", Now));

    async Task<bool> ILeases.TryTakeAsync(string name, string owner, TimeSpan time) =>
        await RunAsync(_take, CancellationToken.None, ("name", name), ("owner", owner), ("time", (long)time.TotalMilliseconds)) == 1;

    Task ILeases.ExtendAsync(string name, string owner, TimeSpan time) =>
        RunAsync(_extend, CancellationToken.None, ("name", name), ("owner", owner), ("time", (long)time.TotalMilliseconds));

    Task ILeases.GiveBackAsync(string name, string owner) => RunAsync(_giveBack, CancellationToken.None, ("name", name), ("owner", owner));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    // Rounded up: as long as an indexed column keeps its value, PostgreSQL need not touch the indexes.
    private long ExpiryOf(TimeSpan lifetime)
    {
        var grain = Math.Max(1000, (long)lifetime.TotalMilliseconds / 20);
        return ((Now + (long)lifetime.TotalMilliseconds) / grain + 1) * grain;
    }

    private async Task<int> RunAsync(string sql, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    // The database may come up after the site: the table is made when it is first reached.
    private async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = await _database.OpenAsync(cancel);
        if (_hasTable)
        {
            return connection;
        }
        try
        {
            await _database.CreateTablesAsync(connection, _table, cancel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        _hasTable = true;
        return connection;
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // the only part that is not written here is the table's name, which was checked
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
