// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Composer.Middleware;

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresDatabase(string connectionString) : ISqlDatabase
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel);

    public async Task CreateTableAsync(DbConnection connection, string table, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written here, but for the table's name, which was checked
        // Two processes that come at once would both try: the lock lets one go first.
        command.CommandText = $"""
            SELECT pg_advisory_xact_lock(hashtext('{table}'));
            CREATE TABLE IF NOT EXISTS {table} (id text PRIMARY KEY, data bytea NOT NULL, expires bigint);
            CREATE INDEX IF NOT EXISTS {table}_expires ON {table} (expires);
            """;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async ValueTask<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancel)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var connection = await _source.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand($"SET lock_timeout = {Math.Max(1, (int)patience.TotalMilliseconds)}; SELECT pg_advisory_lock({number}); RESET lock_timeout", connection);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancel);
            return new Held(connection, number);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // The lock belongs to the connection, and goes with it when this process dies.
    private sealed class Held(NpgsqlConnection connection, long number) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var _ = connection;
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_unlock({number})", connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
